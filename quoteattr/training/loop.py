"""The training loop: batches of windows, warm-up and decay, averaged weights, a checkpoint after every epoch."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from quoteattr.network.network import Network
from quoteattr.text.windows import Window, cut_windows
from quoteattr.training.examples import Example, build
from quoteattr.training.losses import WEIGHTS, Also, losses

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """How the network is trained.

    Attributes:
        epochs: Passes over the attribution data.
        pieces: Word pieces of a batch, about.
        encoder_rate: Highest learning rate of the encoder.
        head_rate: Highest learning rate of everything else.
        warm_up: Share of the steps in which the rates rise.
        decay: Of weights that are not biases or norms.
        average: Memory of the running average of the weights that is kept in the end.
        of_start: Share of the weights that training starts from in those that are kept. What a model has learnt
            from more texts stays in it while it learns from new ones (Wortsman et al., CVPR 2022).
        clip: Longest gradient.
        seed: Of everything random.
    """

    epochs: int = 13
    pieces: int = 3072
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    warm_up: float = 0.06
    decay: float = 0.01
    average: float = 0.998
    of_start: float = 0.0
    clip: float = 1.0
    seed: int = 0


def fit(
    network: Network,
    epoch_examples: Callable[[int, np.random.Generator], Sequence[Example]],
    *,
    settings: Settings,
    folder: Path,
    device: torch.device,
    resume: bool,
    after_epoch: Callable[[Network, int], None] | None = None,
    also: Also | None = None,
) -> None:
    """Train `network` in place; it ends up with the weights that `settings` says are kept.

    Args:
        network: On `device`.
        epoch_examples: Examples of an epoch, given its number and a generator of its own.
        settings: See `Settings`.
        folder: Where the checkpoint lies; an interrupted run goes on from it.
        device: Where to compute.
        resume: Go on from a checkpoint, when there is one.
        after_epoch: Called with the averaged network after each epoch.
        also: Gives further losses, weighted already, of a batch and the vectors of its words.
    """
    torch.manual_seed(settings.seed)
    network.encoder.get_input_embeddings().weight.requires_grad_(False)
    optimizer = _optimizer(network, settings)
    start, average = _copy(network), _copy(network)
    checkpoint = folder / "checkpoint.pt"
    first_epoch = 0
    if resume and checkpoint.is_file():
        state: dict[str, Any] = torch.load(checkpoint, map_location=device, weights_only=True)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        average, first_epoch = state["average"], state["epoch"] + 1
        torch.set_rng_state(state["random"].cpu())
        logger.info("Going on from %s after epoch %d", checkpoint, first_epoch)
    step = 0 if not first_epoch else int(state["step"])
    for epoch in range(first_epoch, settings.epochs):
        network.train()
        began, seen = time.monotonic(), 0
        running: dict[str, float] = {}
        rng = _generator(settings, epoch)
        examples = epoch_examples(epoch, rng)
        batches = list(_batches(examples, network, settings, epoch))
        for number, windows in enumerate(batches):
            batch, targets = build(windows, examples)
            done = (epoch + number / len(batches)) / settings.epochs
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * _rate(done, settings.warm_up)
            with torch.autocast(device.type, dtype=torch.bfloat16):
                parts = losses(network, batch.to(device), targets.to(device), also=also)
                loss = torch.stack([WEIGHTS.get(name, 1.0) * part for name, part in parts.items()]).sum()
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), settings.clip)
            optimizer.step()
            step += 1
            _update_average(average, network, min(settings.average, step / (step + 10)))
            seen += len(batch.pieces)
            for name, part in parts.items():
                running[name] = running.get(name, part.item()) * 0.97 + 0.03 * part.item()
            if step % 20 == 0:
                told = " ".join(f"{name} {value:.3f}" for name, value in running.items())
                pace = seen / (time.monotonic() - began)
                logger.info(
                    "epoch %d, %d of %d: %s (%.0f pieces/s)", epoch + 1, number + 1, len(batches), told, pace
                )
        _save(checkpoint, network, optimizer, average, epoch, step)
        if after_epoch is not None:
            trained = _copy(network)
            network.load_state_dict(average)
            network.eval()
            after_epoch(network, epoch)
            network.load_state_dict(trained)
    network.load_state_dict(_mean(average, start, settings.of_start))
    network.eval()


def _copy(network: Network) -> dict[str, Tensor]:
    return {name: value.detach().clone() for name, value in network.state_dict().items()}


def _mean(weights: dict[str, Tensor], others: dict[str, Tensor], share: float) -> dict[str, Tensor]:
    return {
        name: torch.lerp(value, others[name], share) if value.is_floating_point() else value
        for name, value in weights.items()
    }


def _generator(settings: Settings, epoch: int) -> np.random.Generator:
    return np.random.default_rng((settings.seed, epoch))


def _batches(
    examples: Sequence[Example], network: Network, settings: Settings, epoch: int
) -> Iterator[list[Window]]:
    """Windows of all examples, cut anew each epoch at another size, batched by length, in random order."""
    rng = np.random.default_rng((settings.seed, epoch, 1))
    most = network.config.max_pieces
    windows: list[Window] = []
    for number, example in enumerate(examples):
        windows.extend(
            cut_windows(example.words, text=number, max_pieces=int(rng.integers(most // 2, most + 1)))
        )
    lengths = [
        int(examples[w.text].words.first_pieces[w.last] - examples[w.text].words.first_pieces[w.first])
        for w in windows
    ]
    order = np.argsort(np.array(lengths) + rng.uniform(0, 60, len(windows)))
    batches: list[list[Window]] = [[]]
    width = 0
    for index in order.tolist():
        width = max(width, lengths[index])
        if batches[-1] and width * (len(batches[-1]) + 1) > settings.pieces:
            batches.append([])
            width = lengths[index]
        batches[-1].append(windows[index])
    for index in rng.permutation(len(batches)).tolist():
        yield batches[index]


def _optimizer(network: Network, settings: Settings) -> torch.optim.AdamW:
    groups: dict[tuple[bool, bool], list[Tensor]] = {}
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            key = (name.startswith("encoder."), parameter.ndim > 1)
            groups.setdefault(key, []).append(parameter)
    return torch.optim.AdamW(
        [
            {
                "params": parameters,
                "peak": settings.encoder_rate if in_encoder else settings.head_rate,
                "weight_decay": settings.decay if is_matrix else 0.0,
            }
            for (in_encoder, is_matrix), parameters in groups.items()
        ],
        betas=(0.9, 0.98),
        fused=True,
    )


def _rate(done: float, warm_up: float) -> float:
    return done / warm_up if done < warm_up else (1 - done) / (1 - warm_up)


@torch.no_grad()
def _update_average(average: dict[str, Tensor], network: Network, memory: float) -> None:
    for name, value in network.state_dict().items():
        if value.is_floating_point():
            average[name].lerp_(value, 1 - memory)


def _save(
    path: Path,
    network: Network,
    optimizer: torch.optim.Optimizer,
    average: dict[str, Tensor],
    epoch: int,
    step: int,
) -> None:
    """Write beside the old checkpoint, then swap: a killed run leaves a whole one."""
    fresh = path.with_suffix(".new")
    state = {
        "network": network.state_dict(),
        "optimizer": optimizer.state_dict(),
        "average": average,
        "epoch": epoch,
        "step": step,
        "random": torch.get_rng_state(),
    }
    try:
        torch.save(state, fresh)
    except (OSError, RuntimeError) as error:  # torch tells of a full disk by a RuntimeError
        fresh.unlink(missing_ok=True)
        reason = str(error).partition("\n")[0]
        raise OSError(
            f"{fresh} cannot be written ({reason}); make room, and the same command goes on"
        ) from error
    fresh.replace(path)
