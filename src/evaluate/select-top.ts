/** Finds the first few of many in order, without sorting the rest. */

/**
 * The first `limit` of the indices 0 to `count - 1`, in order. `compare` must never call two indices equal.
 *
 * It keeps the best so far in a heap with the worst of them on top, which is all that a newcomer must beat.
 */
export function selectTop(count: number, limit: number, compare: (a: number, b: number) => number): number[] {
  const heap: number[] = [];
  if (limit <= 0) return heap;
  for (let index = 0; index < count; index++) {
    if (heap.length < limit) {
      heap.push(index);
      siftUp(heap, compare);
    } else if (compare(index, heap[0] as number) < 0) {
      heap[0] = index;
      siftDown(heap, compare);
    }
  }
  return heap.sort(compare);
}

// In the two loops every position read lies within the heap.

function siftUp(heap: number[], compare: (a: number, b: number) => number): void {
  let child = heap.length - 1;
  while (child > 0) {
    const parent = (child - 1) >> 1;
    if (compare(heap[child] as number, heap[parent] as number) < 0) return;
    swap(heap, child, parent);
    child = parent;
  }
}

function siftDown(heap: number[], compare: (a: number, b: number) => number): void {
  let parent = 0;
  for (;;) {
    const left = 2 * parent + 1;
    if (left >= heap.length) return;
    const right = left + 1;
    const worse =
      right < heap.length && compare(heap[left] as number, heap[right] as number) < 0 ? right : left;
    if (compare(heap[worse] as number, heap[parent] as number) < 0) return;
    swap(heap, parent, worse);
    parent = worse;
  }
}

function swap(heap: number[], a: number, b: number): void {
  [heap[a], heap[b]] = [heap[b] as number, heap[a] as number];
}
