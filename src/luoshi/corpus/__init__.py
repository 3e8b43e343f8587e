"""语料: many documents in, a row for each out: on all cores, in order, in constant memory, and to be gone on with."""

from luoshi.corpus.documents import STDIN, Document, Input
from luoshi.corpus.errors import OutputIsInput
from luoshi.corpus.output import Output
from luoshi.corpus.pool import Pool
from luoshi.corpus.running import Sink, Tally, batches, cores, resumed, run
from luoshi.corpus.worker import Way

__all__ = [
    "STDIN",
    "Document",
    "Input",
    "Output",
    "OutputIsInput",
    "Pool",
    "Sink",
    "Tally",
    "Way",
    "batches",
    "cores",
    "resumed",
    "run",
]
