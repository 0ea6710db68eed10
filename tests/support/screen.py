#!/usr/bin/python3
"""Looks at a window on the screen, or closes it as the owner does with the cross in its corner.

    screen.py close TITLE     waits for a window whose title begins so, and closes it
    screen.py look TITLE      prints where it is and whether it can be seen, as JSON; null where there is none

Owns one window of somebody else for a moment. Talks to the X server directly: where the tests run there is no window manager.
"""
import ctypes
import json
import sys
import time

LIMIT_SECS = 60
CLIENT_MESSAGE = 33
IS_VIEWABLE = 2

x11 = ctypes.CDLL("libX11.so.6")
x11.XOpenDisplay.restype = ctypes.c_void_p
x11.XDefaultRootWindow.restype = ctypes.c_ulong
x11.XInternAtom.restype = ctypes.c_ulong


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


def look(display, window):
    found = Attributes()
    x11.XGetWindowAttributes(display, ctypes.c_ulong(window), ctypes.byref(found))
    place = {name: getattr(found, name) for name in ("x", "y", "width", "height")}
    return {**place, "is_shown": found.map_state == IS_VIEWABLE}


def main():
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    if not display:
        sys.exit("there is no display")
    act, wanted = sys.argv[1:]
    until = time.monotonic() + (LIMIT_SECS if act == "close" else 0)
    while True:
        found = [window for window in windows(display) if title(display, window).startswith(wanted)]
        if found and act == "close":
            return close(display, found[0])
        if act == "look":
            return print(json.dumps(look(display, found[0]) if found else None))
        if time.monotonic() > until:
            sys.exit(f"no window came that is called {wanted}")
        time.sleep(0.1)


main()
