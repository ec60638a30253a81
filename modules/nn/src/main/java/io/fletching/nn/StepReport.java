package io.fletching.nn;

import java.util.List;

/// What a listener sees after each step. One object, valid during the call; implemented by this module alone.
public interface StepReport {

    /// Steps so far including this one, from 1.
    long number();

    /// Steps of the whole training, those of all epochs.
    long totalSteps();

    /// Rows trained so far including this step's; a row counts in each epoch.
    long rows();

    /// The epoch, from 1.
    int epoch();

    /// The mean loss of the batch, before the step.
    double loss();

    /// The learning rate of this step: base × schedule.
    double learningRate();

    /// The 2-norm of all gradients together, before clipping.
    double gradientNorm();

    /// The smallest share that clipping left of the norm of any gradient: the factor, where it scales; 1 where it did
    /// nothing.
    double clipFactor();

    /// The 2-norm of all gradients together as one clipper found it, behind those before it.
    ///
    /// @param clipper from 0, in the order in which they run
    double clipperNorm(int clipper);

    /// What [#clipFactor] is for all clippers, for one.
    ///
    /// @param clipper from 0, in the order in which they run
    double clipperFactor(int clipper);

    /// False where the step was left out because a gradient was not finite.
    boolean applied();

    /// Statistics of every layer's output for this batch, computed on request.
    List<LayerStatistics> layers();

    /// The 2-norm of one weight's gradient, before clipping.
    ///
    /// @param name such as `stem.weight`
    double gradientNorm(String name);
}
