"""Makes ad/optim/testdata/published.txt: where twenty steps of PyTorch's optimizers lead, what its schedules give, and how optax clips.

    pip install torch optax
    python testbed/optimizers.py > ad/optim/testdata/published.txt
"""

import math

import jax
import optax
import torch

torch.set_default_dtype(torch.float64)
jax.config.update("jax_enable_x64", True)

STEPS = 20
START = [1.0, -2.0, 0.5]

SGD, ADAM = torch.optim.SGD, torch.optim.Adam
OPTIMIZERS = {
    "SGD": lambda p: SGD(p, lr=0.1),
    "momentum": lambda p: SGD(p, lr=0.1, momentum=0.9),
    "Nesterov": lambda p: SGD(p, lr=0.1, momentum=0.8, nesterov=True),
    "damped": lambda p: SGD(p, lr=0.1, momentum=0.9, dampening=0.5),
    "SGD, weight decay": lambda p: SGD(p, lr=0.1, momentum=0.8, nesterov=True, weight_decay=0.1),
    "RMSProp": lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-8),
    "RMSProp, centered": lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-8, centered=True),
    "RMSProp, all": lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-6, centered=True, momentum=0.7, weight_decay=0.1),
    "Adagrad": lambda p: torch.optim.Adagrad(p, lr=0.1),
    "Adagrad, weight decay": lambda p: torch.optim.Adagrad(p, lr=0.1, eps=1e-4, weight_decay=0.1),
    "Adam": lambda p: ADAM(p, lr=0.05),
    "Adam, other betas": lambda p: ADAM(p, lr=0.05, betas=(0.8, 0.95), eps=1e-5),
    "Adam, weight decay": lambda p: ADAM(p, lr=0.05, weight_decay=0.1),
    "AdamW": lambda p: torch.optim.AdamW(p, lr=0.05, weight_decay=0.1),
}

SCHEDULERS = torch.optim.lr_scheduler
SCHEDULES = {
    "Steps": lambda o: SCHEDULERS.StepLR(o, step_size=3, gamma=0.5),
    "Exponential": lambda o: SCHEDULERS.ExponentialLR(o, gamma=0.9),
    "Cosine": lambda o: SCHEDULERS.CosineAnnealingLR(o, T_max=STEPS),
    "MultiStep": lambda o: SCHEDULERS.MultiStepLR(o, [3, 7, 8], 0.5),
    "Linear": lambda o: SCHEDULERS.LinearLR(o, 1, 0.1, 12),
    "OneCycle": lambda o: SCHEDULERS.OneCycleLR(o, 0.3, STEPS),
    "Warmup": lambda o: SCHEDULERS.LinearLR(o, start_factor=0.2, total_iters=4),
}
LOSSES = [3, 2, 1.99, 1.985, 1.984, 1.5, math.nan, 1.6, 1.6, 1.6, 1.6, 1.6, 1.6, 1.6, 1, 1, 1, 1, 1, 1]


def line(name, numbers):
    print(f"{name}:", *(repr(float(x)) for x in numbers))


def gradient(x, k):
    """Of the loss Σ iᵢ·xᵢ²/2, with a term that swings from step to step."""
    i = torch.arange(1, len(x) + 1)
    return i * x + torch.cos(i * k)


for name, make in OPTIMIZERS.items():
    x = torch.tensor(START, requires_grad=True)
    opt = make([x])
    for k in range(STEPS):
        x.grad = gradient(x.detach(), k)
        opt.step()
    line(name, x.detach())

for name, make in SCHEDULES.items():
    opt = SGD([torch.zeros(1, requires_grad=True)], lr=0.3)
    schedule, rates = make(opt), []
    for k in range(STEPS):
        rates.append(opt.param_groups[0]["lr"])
        opt.step()
        schedule.step()
    line(name, rates)

opt = SGD([torch.zeros(1, requires_grad=True)], lr=0.3)
schedule, rates = SCHEDULERS.ReduceLROnPlateau(opt, factor=0.5, patience=2, threshold=0.01, min_lr=0.05), []
for loss in LOSSES:
    schedule.step(loss)
    rates.append(opt.param_groups[0]["lr"])
line("Plateau", rates)

for name, clip in {"ClipNorm": optax.clip_by_global_norm(1.5), "Clip": optax.clip(1.5)}.items():
    grads, _ = clip.update({"a": jax.numpy.array([3.0, -1.0]), "b": jax.numpy.array([0.5, -2.0])}, clip.init(None))
    line(name, [*grads["a"], *grads["b"]])
