"""A net: layers in a row."""

from zipfile import BadZipFile

import numpy as np
from numpy.lib.npyio import NpzFile


class Sequential:
    """Layers in a row: forward goes through them in order, backward in reverse. A layer may be a Sequential itself."""

    def __init__(self, *layers):
        self.layers = list(layers)

    def __repr__(self):
        return f"Sequential({', '.join(map(repr, self.layers))})"

    def forward(self, x, train=False):
        """Return the last layer's output for a batch."""
        for layer in self.layers:
            x = layer.forward(x, train=train)
        return x

    def backward(self, dout, need_dx=True):
        """Return the gradient at the net's input; each layer keeps its parameters' gradients. need_dx as in Layer."""
        for index, layer in reversed(list(enumerate(self.layers))):
            dout = layer.backward(dout, need_dx=need_dx or index > 0)
        return dout

    def parameters(self):
        """Yield (layer, name) for each parameter: its value is layer.params[name], its gradient layer.grads[name]."""
        for _, layer in self._placed():
            for name in layer.params:
                yield layer, name

    def _placed(self):
        """Yield (place, layer) for each layer, a net's within this one as well: "1.0" is the second one's first."""
        for index, layer in enumerate(self.layers):
            if isinstance(layer, Sequential):
                yield from ((f"{index}.{place}", inner) for place, inner in layer._placed())
            else:
                yield f"{index}", layer

    def astype(self, dtype):
        """Convert every parameter in place, to np.float32 for speed, say, and return the net."""
        for layer, name in self.parameters():
            layer.params[name] = layer.params[name].astype(dtype)
        return self

    def state_dict(self):
        """Return copies of the parameters by name: "0.w" is w of the first layer, "1.0.w" of the second one's first."""
        return {f"{place}.{name}": w.copy() for place, layer in self._placed() for name, w in layer.params.items()}

    def load_state_dict(self, state):
        """Take the parameters from a dict such as state_dict gives.

        Raises
        ------
        ValueError      if a name is missing or unknown, or a shape differs; the net is unchanged then
        """
        own = self.state_dict()
        if set(state) != set(own):
            missing, unknown = sorted(set(own) - set(state)), sorted(set(state) - set(own))
            raise ValueError(f"state does not fit this net: {missing=}, {unknown=}")
        for name, w in own.items():
            if np.shape(state[name]) != w.shape:
                raise ValueError(f"{name} has shape {np.shape(state[name])} in state, but {w.shape} in this net")
        for place, layer in self._placed():
            for name in layer.params:
                layer.params[name] = np.array(state[f"{place}.{name}"])

    def save(self, path):
        """Write the parameters to a file of this name, in .npz form. The layers are not: make the same net, then load.

        np.savez would add .npz to a name that does not end in it, and load(path) would look for the name without.
        """
        with open(path, "wb") as file:
            np.savez(file, **self.state_dict())

    def load(self, path):
        """Read the parameters that save wrote; ValueError if the file is not such a one, or not of this net."""
        with open(path, "rb") as file:
            try:
                with NpzFile(file, allow_pickle=False) as arrays:  # np.load would take other kinds of files too
                    self.load_state_dict(dict(arrays))
            except (EOFError, OSError, RuntimeError, ValueError, BadZipFile) as error:
                raise ValueError(f"{path} does not hold the parameters of this net: {error}") from error

    def copy_from_torch(self, module):
        """Take the parameters of a torch module whose layers, in order, are this net's.

        Raises
        ------
        ValueError      if the number of parameters or a shape differs; the net is unchanged then
        """
        theirs = [parameter.detach().cpu().numpy() for parameter in module.parameters()]
        self.load_state_dict(dict(self._paired(theirs)))

    def copy_to_torch(self, module):
        """Write the parameters into a torch module on the CPU whose layers, in order, are this net's.

        Raises
        ------
        ValueError      if the number of parameters or a shape differs; the module is unchanged then
        """
        theirs = [parameter.detach().numpy() for parameter in module.parameters()]  # share the module's memory
        own = self.state_dict()
        for name, array in list(self._paired(theirs)):
            array[...] = own[name]

    def _paired(self, arrays):
        own = self.state_dict()
        if len(own) != len(arrays):
            raise ValueError(f"this net has {len(own)} parameter arrays, the torch module {len(arrays)}")
        for (name, w), array in zip(own.items(), arrays):
            if w.shape != array.shape:
                raise ValueError(f"{name} has shape {w.shape} in this net, but {array.shape} in the torch module")
            yield name, array

    def summary(self, input_shape):
        """Describe each layer for one image: its output's shape, its parameters, its multiply-adds.

        Parameters
        ----------
        input_shape : tuple     of one image or row, without N: (1, 28, 28)

        Returns
        -------
        table : str             to print
        """
        x, rows = np.zeros((1, *input_shape)), []
        for _, layer in self._placed():
            x = layer.forward(x)
            size, weights = sum(w.size for w in layer.params.values()), layer.params.get("w", np.zeros(0))
            # each of the x.size outputs takes one multiply-add a weight of its own filter or row
            rows.append((repr(layer), x.shape[1:], size, weights.size * x.size // x.shape[1]))
        rows.append(("total", "", sum(row[2] for row in rows), sum(row[3] for row in rows)))
        width = max(len(row[0]) for row in rows)
        lines = [f"{'layer':<{width}} {'output shape':>16} {'parameters':>14} {'multiply-adds':>16}"]
        lines += [f"{layer:<{width}} {shape!s:>16} {size:>14,} {adds:>16,}" for layer, shape, size, adds in rows]
        return "\n".join(lines)
