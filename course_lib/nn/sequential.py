"""A net: layers in a row."""

import numpy as np


class Sequential:
    """Layers in a row: forward goes through them in order, backward in reverse."""

    def __init__(self, *layers):
        self.layers = list(layers)

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
        for layer in self.layers:
            for name in layer.params:
                yield layer, name

    def astype(self, dtype):
        """Convert every parameter in place, to np.float32 for speed, say, and return the net."""
        for layer, name in self.parameters():
            layer.params[name] = layer.params[name].astype(dtype)
        return self

    def state_dict(self):
        """Return copies of the parameters by name: "0.w" is w of the first layer."""
        return {f"{i}.{name}": w.copy() for i, layer in enumerate(self.layers) for name, w in layer.params.items()}

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
        for key in own:
            index, name = key.split(".")
            self.layers[int(index)].params[name] = np.array(state[key])

    def save(self, path):
        """Write the parameters to an .npz file. The layers are not written: make the same net, then load."""
        np.savez(path, **self.state_dict())

    def load(self, path):
        """Read the parameters from an .npz file that save wrote; ValueError if they do not fit this net."""
        with np.load(path, allow_pickle=False) as file:
            self.load_state_dict(dict(file))

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
        x = np.zeros((1, *input_shape))
        rows = []
        for layer in self.layers:
            x = layer.forward(x)
            weights = layer.params.get("w", np.zeros(0))
            # each of the x.size outputs takes one multiply-add a weight of its own filter or row
            rows.append((layer, x.shape[1:], _size(layer), weights.size * x.size // x.shape[1]))
        total = sum(row[2] for row in rows), sum(row[3] for row in rows)
        lines = [_line("layer", "output shape", "parameters", "multiply-adds")]
        lines += [_line(layer, shape, f"{size:,}", f"{adds:,}") for layer, shape, size, adds in rows]
        return "\n".join([*lines, _line("total", "", f"{total[0]:,}", f"{total[1]:,}")])


def _size(layer):
    return sum(w.size for w in layer.params.values())


def _line(layer, shape, parameters, multiply_adds):
    return f"{layer!s:<36} {shape!s:>16} {parameters:>14} {multiply_adds:>16}"
