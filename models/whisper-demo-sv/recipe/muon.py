"""The optimiser: Muon for the matrices inside the blocks, AdamW for everything else.

Muon (Jordan et al. 2024, with the scaling of Liu et al. 2025) replaces a matrix's momentum by the nearest
orthogonal matrix: all directions learn equally fast, which in short trainings is worth about half the steps.
"""

import torch


def orthogonal(matrices, rounds=5):
    """The nearest orthogonal matrix of each of a stack, by Newton-Schulz iteration (coefficients of Jordan)."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = matrices.to(torch.bfloat16)
    tall = x.shape[1] > x.shape[2]
    x = x.transpose(1, 2) if tall else x
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(rounds):
        square = x @ x.transpose(1, 2)
        x = a * x + (b * square + c * square @ square) @ x
    return (x.transpose(1, 2) if tall else x).float()


class Muon:
    MOMENTUM, DECAY = 0.95, 0.02

    def __init__(self, net):
        inside = [p for name, p in net.named_parameters() if p.ndim == 2 and ("coder." in name)]
        chosen = {id(p) for p in inside}
        self.others = torch.optim.AdamW([p for p in net.parameters() if id(p) not in chosen], betas=(0.9, 0.98), weight_decay=0.01)
        self.shapes = {}
        for p in inside:
            self.shapes.setdefault(tuple(p.shape), []).append(p)
        self.momenta = [torch.zeros(len(ps), *shape) for shape, ps in self.shapes.items()]
        self.rate = 0.0

    def set_rate(self, rate):
        self.rate = rate
        for group in self.others.param_groups:
            group["lr"] = rate

    def zero_grad(self):
        for ps in self.shapes.values():
            for p in ps:
                p.grad = None
        self.others.zero_grad()

    @torch.no_grad()
    def step(self):
        self.others.step()
        for ps, momentum in zip(self.shapes.values(), self.momenta):
            gradient = torch.stack([p.grad for p in ps])
            momentum.lerp_(gradient, 1 - self.MOMENTUM)
            update = orthogonal(gradient.lerp(momentum, self.MOMENTUM))
            scale = 0.2 * max(ps[0].shape) ** 0.5  # as large as an AdamW step
            for p, u in zip(ps, update):
                p.mul_(1 - self.rate * self.DECAY).sub_(u, alpha=self.rate * scale)

    def state_dict(self):
        return {"others": self.others.state_dict(), "momenta": self.momenta}

    def load_state_dict(self, state):
        self.others.load_state_dict(state["others"])
        self.momenta = state["momenta"]
