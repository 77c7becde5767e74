/** What Redis does in one step for the generations, in its own language. */

const NOW = `local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`;

/**
 * Numbers a message (key 1: the counter) and publishes it on a channel (argument 1) as number, space, raises (argument 2).
 * Until when tags are in quarantine is kept as well (key 2), for instances that are not listening just now.
 */
export const PUBLISH = `${NOW}
local number = redis.call('INCR', KEYS[1])
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
