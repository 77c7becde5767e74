/** What Redis does in one step for the generations and for shared values, in its own language. */

const NOW = `local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`;

/**
 * Numbers a message (key 1: the counter) and publishes it on a channel (argument 1) as number, space, raises (argument 2).
 * Until when tags are in quarantine is kept as well (key 2), for instances that are not listening just now, and each of
 * the epochs named after that is changed (key 3).
 */
export const PUBLISH = `${NOW}
local number = redis.call('INCR', KEYS[1])
for index = 3, #ARGV do redis.call('HINCRBY', KEYS[3], ARGV[index], 1) end
redis.call('PUBLISH', ARGV[1], string.format('%d', number) .. ' ' .. ARGV[2])
for _, raise in ipairs(cjson.decode(ARGV[2])) do
  if raise.quarantine then
    for _, tag in ipairs(raise.tags) do
      local known = tonumber(redis.call('HGET', KEYS[2], tag)) or 0
      redis.call('HSET', KEYS[2], tag, string.format('%d', math.max(known, now + raise.quarantine)))
    end
    if redis.call('PTTL', KEYS[2]) < raise.quarantine then
      redis.call('PEXPIRE', KEYS[2], string.format('%d', math.ceil(raise.quarantine)))
    end
  end
end
return number`;

/** The tags in quarantine (key 1), each followed by the milliseconds that are left of it. */
export const QUARANTINES = `${NOW}
local left = redis.call('HGETALL', KEYS[1])
for index = 2, #left, 2 do left[index] = left[index] - now end
return left`;

/** The present epochs as one text: the mark of the table, that of everything, and those that are named. */
const STAMP_OF = `local function stampOf(names)
  local epochs = redis.call('HMGET', KEYS[1], 'mark', 'all', unpack(names))
  for index, epoch in ipairs(epochs) do epochs[index] = epoch or '0' end
  return table.concat(epochs, ' ')
end`;

/**
 * The stamp of the epochs named from argument 2 on (key 1: the table, which gets the mark of argument 1 if it has none),
 * and the time; then, if the value (key 2) has the same stamp, its age in milliseconds and its text.
 */
export const FIND_VALUE = `${NOW}
${STAMP_OF}
redis.call('HSETNX', KEYS[1], 'mark', ARGV[1])
local stamp = stampOf({unpack(ARGV, 2)})
local found = {stamp, string.format('%d', now)}
local kept = redis.call('HMGET', KEYS[2], 'stamp', 'at')
if kept[1] == stamp then
  found[3] = string.format('%d', now - kept[2])
  found[4] = redis.call('HGET', KEYS[2], 'text')
end
return found`;

/**
 * Keeps a text (key 2: its place; argument 4) that was asked for at a time (argument 2) when the epochs had a stamp
 * (argument 1), for so many milliseconds since then (argument 3); not if the epochs have changed, nor if one of the tags
 * was in quarantine (key 3). The names of the epochs follow, and as many tags.
 */
export const KEEP_VALUE = `${NOW}
${STAMP_OF}
local tags = (#ARGV - 4) / 2
if stampOf({unpack(ARGV, 5, 4 + tags)}) ~= ARGV[1] then return 0 end
for _, ends in ipairs(redis.call('HMGET', KEYS[3], unpack(ARGV, 5 + tags))) do
  if ends and tonumber(ends) > tonumber(ARGV[2]) then return 0 end
end
local left = ARGV[2] + ARGV[3] - now
if left < 1 then return 0 end
redis.call('HSET', KEYS[2], 'stamp', ARGV[1], 'at', ARGV[2], 'text', ARGV[4])
redis.call('PEXPIRE', KEYS[2], string.format('%d', left))
return 1`;
