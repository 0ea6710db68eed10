#!/usr/bin/python3
"""Looks at a window on the screen, closes it as the owner does with the cross in its corner, or types into it.

    screen.py close TITLE         waits for a window whose title begins so, and closes it
    screen.py type TITLE WORDS    waits until it can be seen, types into it by the keyboard of the screen and presses Enter, until it is gone
    screen.py look TITLE          prints where it is and whether it can be seen, as JSON; null where there is none

Owns one window of somebody else for a moment. Talks to the X server directly: where the tests run there is no window manager.
"""
import ctypes
import json
import sys
import time

LIMIT_SECS = 60
CLIENT_MESSAGE = 33
IS_VIEWABLE = 2
FOCUS_GOES_TO_PARENT = 2
# Names of keys in X11/keysymdef.h.
RETURN, SHIFT, CONTROL = 0xFF0D, 0xFFE1, 0xFFE3
# A window that takes its time to close is not typed into again.
CLOSING_SECS = 5
# Between two keys: whoever is shown a list of what may be meant needs a moment to draw it.
A_KEY_SECS = 0.02

x11 = ctypes.CDLL("libX11.so.6")
x11.XOpenDisplay.restype = ctypes.c_void_p
x11.XDefaultRootWindow.restype = ctypes.c_ulong
x11.XInternAtom.restype = ctypes.c_ulong
x11.XKeycodeToKeysym.restype = ctypes.c_ulong
xtest = ctypes.CDLL("libXtst.so.6")
# A window that went away while it was looked at is no reason to end, as which Xlib would take it.
is_no_matter = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda _display, _error: 0)
x11.XSetErrorHandler(is_no_matter)


class ClientMessage(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        # Xlib copies as much as its largest event needs.
        ("rest", ctypes.c_long * 24),
    ]


class Attributes(ctypes.Structure):
    _fields_ = [
        *[(name, ctypes.c_int) for name in ("x", "y", "width", "height", "border_width", "depth")],
        ("visual", ctypes.c_void_p),
        ("root", ctypes.c_ulong),
        *[(name, ctypes.c_int) for name in ("class", "bit_gravity", "win_gravity", "backing_store")],
        ("backing_planes", ctypes.c_ulong),
        ("backing_pixel", ctypes.c_ulong),
        ("save_under", ctypes.c_int),
        ("colormap", ctypes.c_ulong),
        ("map_installed", ctypes.c_int),
        ("map_state", ctypes.c_int),
        ("rest", ctypes.c_long * 8),
    ]


def windows(display):
    """All windows that lie directly on the screen."""
    root, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
    children = ctypes.POINTER(ctypes.c_ulong)()
    x11.XQueryTree(
        display,
        ctypes.c_ulong(x11.XDefaultRootWindow(display)),
        ctypes.byref(root),
        ctypes.byref(parent),
        ctypes.byref(children),
        ctypes.byref(count),
    )
    return [children[at] for at in range(count.value)]


def title(display, window):
    name = ctypes.c_char_p()
    x11.XFetchName(display, ctypes.c_ulong(window), ctypes.byref(name))
    return (name.value or b"").decode("utf-8", "replace")


def close(display, window):
    def atom(name):
        return x11.XInternAtom(display, name, 0)

    message = ClientMessage(type=CLIENT_MESSAGE, window=window, message_type=atom(b"WM_PROTOCOLS"), format=32)
    message.data[0] = atom(b"WM_DELETE_WINDOW")
    x11.XSendEvent(display, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(message))
    x11.XSync(display, 0)


def code_of(display, symbol):
    code = x11.XKeysymToKeycode(display, ctypes.c_ulong(symbol)) & 0xFF
    return code or sys.exit(f"the keyboard has no key for {symbol:#x}")


def press(display, symbol, *held):
    """One key while others are held, and Shift where it lies on the second level."""
    code = code_of(display, symbol)
    is_shifted = x11.XKeycodeToKeysym(display, ctypes.c_ubyte(code), 0) != symbol
    held = [code_of(display, key) for key in (*held, *[SHIFT] * is_shifted)]
    down, up = [(key, 1) for key in (*held, code)], [(key, 0) for key in (code, *held)]
    for key, is_down in down + up:
        xtest.XTestFakeKeyEvent(display, key, is_down, ctypes.c_ulong(0))
    x11.XSync(display, 0)
    time.sleep(A_KEY_SECS)


def type_into(display, window, words):
    # There is no window manager that would give it the keyboard.
    x11.XSetInputFocus(display, ctypes.c_ulong(window), FOCUS_GOES_TO_PARENT, ctypes.c_ulong(0))
    # What an earlier try left is typed over.
    press(display, ord("a"), CONTROL)
    for letter in words:
        # Of Latin letters the symbol is their number.
        press(display, ord(letter))
    press(display, RETURN)


def look(display, window):
    found = Attributes()
    x11.XGetWindowAttributes(display, ctypes.c_ulong(window), ctypes.byref(found))
    place = {name: getattr(found, name) for name in ("x", "y", "width", "height")}
    return {**place, "is_shown": found.map_state == IS_VIEWABLE}


def main():
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    if not display:
        sys.exit("there is no display")
    act, wanted, *words = sys.argv[1:]
    typed = 0.0
    until = time.monotonic() + (0 if act == "look" else LIMIT_SECS)
    while True:
        found = [window for window in windows(display) if title(display, window).startswith(wanted)]
        if act == "look":
            return print(json.dumps(look(display, found[0]) if found else None))
        if found and act == "close":
            return close(display, found[0])
        if act == "type":
            # One that was closed may stay, out of sight.
            shown = [window for window in found if look(display, window)["is_shown"]]
            if typed and not shown:
                return None
            if shown and time.monotonic() > typed + CLOSING_SECS:
                # A dialog that still loads what it shows may lose letters, and is typed into again.
                type_into(display, shown[0], words[0])
                typed = time.monotonic()
        if time.monotonic() > until:
            sys.exit(f"{wanted}: " + ("it takes nothing that is typed" if typed else "no window came that is called so"))
        time.sleep(0.1)


main()
