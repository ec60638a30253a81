package io.fletching.kernels;

/// Activation functions, with the formulas and constants of PyTorch.
public enum Activation {
    /// max(x, 0); its derivative at 0 is 0.
    RELU,
    /// x for x > 0, else 0.01 x; its derivative at 0 is 0.01.
    LEAKY_RELU,
    /// x for x > 0, else exp(x) - 1. [Exponential Linear Units](https://arxiv.org/abs/1511.07289), with α = 1
    ELU,
    /// x Φ(x) = x/2 (1 + erf(x/√2)). [Gaussian Error Linear Units](https://arxiv.org/abs/1606.08415)
    GELU,
    /// The approximation of [#GELU] by x/2 (1 + tanh(√(2/π) (x + 0.044715 x³))).
    GELU_TANH,
    /// x σ(x), also called swish.
    SILU,
    /// ln(1 + exp(x)), a rectifier without a corner; its derivative is σ(x).
    SOFTPLUS,
    /// The hyperbolic tangent.
    TANH,
    /// σ(x) = 1 / (1 + exp(-x)).
    SIGMOID
}
