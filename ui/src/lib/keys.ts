// Enter in a field. Never the Enter that ends the composing of a letter, and never passed on: the button that gets the
// focus when a dialog closes would be pressed by it.
export function onEnter(act: () => unknown): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key !== 'Enter' || event.isComposing) return
    event.preventDefault()
    void act()
  }
}
