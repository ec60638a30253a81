package io.fletching.nn;

import io.fletching.runtime.Workers;
import io.fletching.spi.Tensor;

/// Runs a model forward and back in two calls, for a loss or a training loop of your own. [Training] sends rows through
/// both in one go instead, which is faster.
///
/// ```java
/// differentiator.input().set(…);
/// differentiator.forward();
/// differentiator.outputGradient().set(…);      // from differentiator.output()
/// differentiator.backward();                   // adds to the gradients of model.variables()
/// ```
public final class Differentiator implements AutoCloseable {
    private final Workspace workspace;
    private final Workers workers;
    private final Tensor outputGradient;
    private final Program forward;
    private final Stages backward;

    /// @param batch rows of every batch
    /// @param workers the threads to use; they stay the caller's
    public Differentiator(Model model, long batch, Workers workers) {
        this(model, model.network(), batch, workers);
    }

    /// @param network the model's, or one with the same weights
    Differentiator(Model model, Network network, long batch, Workers workers) {
        this.workers = workers;
        this.workspace = new Workspace(model, network, batch, true);
        this.outputGradient = workspace
                .memory()
                .allocate(model.arithmetic(), workspace.output().shape());
        this.backward = Program.backward(workspace, workspace.backward(outputGradient));
        this.forward = Program.forward(workspace, (_, _) -> {});
    }

    /// The inputs of a batch, `[batch, …]`: to be written before [#forward].
    public Tensor input() {
        return workspace.input();
    }

    /// The outputs of a batch, `[batch, …]`.
    public Tensor output() {
        return workspace.output();
    }

    /// The gradient of the outputs, `[batch, …]`: to be written before [#backward].
    public Tensor outputGradient() {
        return outputGradient;
    }

    /// The gradient of the inputs, `[batch, …]`, after [#backward].
    public Tensor inputGradient() {
        return workspace.inputGradient();
    }

    /// Runs the batch forward, as in training, with the weights as they are now.
    public void forward() {
        forward.derive(workers);
        forward.run(workers);
    }

    /// Runs the same batch back, and adds to the gradients of the weights.
    public void backward() {
        backward.run(workers);
    }

    @Override
    public void close() {
        workspace.close();
    }
}
