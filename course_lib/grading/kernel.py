"""A notebook client that keeps little of what a cell puts out, and throws the rest away while it comes."""

import asyncio
import json

import zmq
from jupyter_client import AsyncKernelManager
from jupyter_core.utils import run_sync
from nbclient import NotebookClient
from nbformat.v4 import new_output

MOST_OUTPUT = 1_000_000  # characters of output that a cell keeps, about
GRACE = 1_000  # characters that the first error, result and stderr of a cell keep at all events: points hang on them
COST = 100  # characters that an output takes besides its text: many small ones are a flood too
LARGEST = 20_000_000  # bytes of a message from the kernel: a larger one is not read, or it would fill the memory
PATIENCE = 10  # seconds in which an interrupted kernel must answer


class _Manager(AsyncKernelManager):
    def client(self, **options):
        client = super().client(**options)
        client.context.setsockopt(zmq.MAXMSGSIZE, LARGEST)  # for the sockets that it will open
        return client


class BoundedClient(NotebookClient):
    """Runs cells one by one and bounds the output that each may leave.

    After a cell whose output was cut, cell.metadata["course"]["printed"] is how many characters it wrote to stdout and
    stderr; None if some of them could not be read.
    """

    def __init__(self, nb, **options):
        super().__init__(nb, kernel_manager_class=_Manager, record_timing=False, **options)

    def execute_cell(self, cell, cell_index):
        """Run a cell, and say on top of its outputs what was cut.

        Raises nbclient's DeadKernelError; TimeoutError, if the kernel cannot be interrupted; RuntimeError, if it died
        after that.
        """
        cell.metadata.pop("course", None)  # a student's
        self._room, self._kinds, self._printed, self._cut = MOST_OUTPUT, set(), 0, False
        self._ended = not cell.source.strip()  # nbclient runs no empty cell
        super().execute_cell(cell, cell_index)
        if not self._ended:  # it still runs, or a message that was too large broke the connection
            self._reconnect()
            self._printed, self._cut = None, True
        if self._cut:
            self._note(cell, cell_index)

    def process_message(self, msg, cell, cell_index):
        """Let nbclient see of a message what there is room for."""
        kind, content = msg["msg_type"], msg["content"]
        self._ended = self._ended or content.get("execution_state") == "idle"
        self._printed += len(content["text"]) if kind == "stream" else 0
        if kind in ("stream", "display_data", "execute_result", "error", "update_display_data"):
            if self.clear_before_next_output:
                self._free(cell)
            msg["content"] = self._fitted(kind, content)
            if msg["content"] is None:
                return None
        elif kind == "clear_output" and not content.get("wait"):
            self._free(cell)
        return super().process_message(msg, cell, cell_index)

    def handle_comm_msg(self, outs, msg, cell_index):
        """Leave widgets alone: a page has none, and their state would be kept without end."""

    @run_sync
    async def _reconnect(self):
        """Connect to the kernel anew; raise TimeoutError if it does not answer, RuntimeError if it is dead."""
        self.kc.stop_channels()
        self.kc = self.km.client()
        self.kc.start_channels()
        self.kc.allow_stdin = False
        async with asyncio.timeout(PATIENCE):
            await self.kc.wait_for_ready()

    def _note(self, cell, cell_index):
        cell.metadata["course"] = {"printed": self._printed}
        gave = "gave more" if self._printed is None or self._printed <= MOST_OUTPUT else f"printed {self._printed:,}"
        text = f"[Cut: of a cell's output about {MOST_OUTPUT:,} characters are kept, and this one {gave}.]\n"
        cell.outputs.insert(0, new_output("stream", name="stdout", text=text))
        self.clear_display_id_mapping(cell_index)  # it holds the outputs' old places

    def _free(self, cell):
        self._room = min(MOST_OUTPUT, self._room + sum(map(_size, cell.outputs)))

    def _fitted(self, kind, content):
        """Return the content, or what of it is kept, or None."""
        name = (kind, content.get("name"))
        room = self._room if name in self._kinds else max(self._room, GRACE)
        cost = _size(content) - sum(map(_size, self._replaced(content)))
        if cost > room:
            self._cut = True
            content = _shortened(kind, content, room - COST)
            cost = content and _size(content)
        if content:
            self._kinds.add(name)
            self._room -= cost
        return content

    def _replaced(self, content):
        """Return the outputs whose place the content takes: those shown under its display id."""
        shown = self._display_id_map.get((content.get("transient") or {}).get("display_id"), {})
        return [self.nb.cells[cell].outputs[place] for cell, places in shown.items() for place in places]


def _size(output):
    return COST + len(json.dumps(output, ensure_ascii=False, default=str))


def _shortened(kind, content, room):
    """Return what decides the points, in the room that there is: an error, a result's text, printed text. Or None."""
    if room <= 0:
        return None
    if kind == "stream":
        return {"name": content["name"], "text": content["text"][:room]}
    if kind == "error":
        traceback = "\n".join(content["traceback"])[: room // 2].split("\n")
        return {"ename": content["ename"][:GRACE], "evalue": content["evalue"][: room // 2], "traceback": traceback}
    if kind == "execute_result":
        text = str(content["data"].get("text/plain", ""))[:room]
        return {"data": {"text/plain": text}, "metadata": {}, "execution_count": content["execution_count"]}
    return None
