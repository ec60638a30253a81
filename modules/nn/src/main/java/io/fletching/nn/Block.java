package io.fletching.nn;

/// The forms of a block of two linear layers in a [DeepNetwork].
public enum Block {
    /// `x + linear(activation(linear(norm(x))))`, the second linear zero at first.
    PRE_NORM,
    /// `norm(x + linear(activation(linear(x))))`, the second linear zero at first.
    POST_NORM,
    /// `x + gamma · linear(activation(linear(norm(x))))`, gamma 0.1 for each channel at first.
    LAYERSCALE,
    /// `x + alpha · linear(activation(linear(norm(x))))`, alpha a single 0 at first.
    REZERO
}
