"""What keeps a chain from going on, or a checkpoint from being written."""

from luoshi.errors import Stale, Unfit


class OutsideTransaction(RuntimeError):
    """An entry was to be left outside the transaction of its change: a defect of the caller, not of a person."""


class KeyMissing(Unfit):
    """There are checkpoints, but not the key with which they were made."""

    code = "audit_key_missing"


class KeyTooShort(Unfit):
    """The key file does not hold a key."""

    code = "audit_key_too_short"


class CheckpointsBroken(Unfit):
    """The file of checkpoints does not hold together, so nothing may be added to it."""

    code = "audit_checkpoints_broken"


class ChainBroken(Stale):
    """A chain does not hold together, so no checkpoint may vouch for it."""

    code = "audit_chain_broken"
