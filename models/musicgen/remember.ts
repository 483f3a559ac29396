/**
 * `compute`, once for each `key`: networks of one model share their weights, and so do their conversions.
 *
 * @param compute whose other arguments are always the same for a key.
 */
export function remember<K extends object, Rest extends unknown[], V>(
  compute: (key: K, ...rest: Rest) => V,
): (key: K, ...rest: Rest) => V {
  const known = new WeakMap<K, { value: V }>();
  return (key, ...rest) => {
    const entry = known.get(key) ?? { value: compute(key, ...rest) };
    known.set(key, entry);
    return entry.value;
  };
}
