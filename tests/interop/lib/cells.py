"""Counts the tokens that were exchanged with each algorithm, and notes what was not tested and why."""


class Cells:
    def __init__(self, peer):
        self._peer = peer
        self._rows = {}

    def _row(self, kind, algorithm):
        return self._rows.setdefault(f"{kind} {algorithm}", ({}, []))

    def ran(self, kind, algorithm, backend, direction):
        counts, _ = self._row(kind, algorithm)
        counts[backend, direction] = counts.get((backend, direction), 0) + 1

    def skipped(self, kind, algorithm, reason):
        _, notes = self._row(kind, algorithm)
        if reason not in notes:
            notes.append(reason)

    def print(self, backends):
        """Prints a line per algorithm: how many of our tokens the peer read, and how many of its tokens we read."""
        width = max(map(len, self._rows))
        columns = []
        for backend in backends:
            columns.append((f"{backend} -> {self._peer}", (backend, "made")))
            columns.append((f"{self._peer} -> {backend}", (backend, "read")))
        print("  ".join([" " * width, *(title for title, _ in columns)]))
        for name, (counts, notes) in self._rows.items():
            cells = [str(counts.get(cell, "-")).rjust(len(title)) for title, cell in columns]
            print("  ".join([name.ljust(width), *cells, "; ".join(notes)]).rstrip())
        total = sum(sum(counts.values()) for counts, _ in self._rows.values())
        print(f"{total} tokens made by one side and read by the other")
