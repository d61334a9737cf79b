export async function gateway() {
  return [];
}
