"""What the services for tests share: each obeys a line at a time, and ends when nobody can say anything more."""

import os
import sys

from gi.repository import GLib


def obey_lines(obey):
    """Prints "ready", hands over each line of standard input as it comes, and returns when it ends."""
    loop = GLib.MainLoop()

    # Read without a buffer: lines that arrive together must not wait in one for the next.
    unread = bytearray()

    def listen(descriptor, _condition):
        arrived = os.read(descriptor, 65536)
        if not arrived:
            loop.quit()
            return False
        unread.extend(arrived)
        while b"\n" in unread:
            line, _, rest = bytes(unread).partition(b"\n")
            unread[:] = rest
            obey(line.decode())
        return True

    GLib.io_add_watch(sys.stdin.fileno(), GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, listen)
    print("ready", flush=True)
    loop.run()
