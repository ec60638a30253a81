package io.fletching.nn;

import java.util.List;

/// What a listener sees after each epoch.
///
/// @param epoch from 1
/// @param steps steps so far
/// @param loss the mean loss over the steps of the epoch that were applied
/// @param gradientNorm the mean 2-norm of the gradients over those steps, before clipping
/// @param clipped the share of those steps whose gradients were clipped
/// @param clippers what each clipper did, in the order in which they run
/// @param skipped steps that were left out because a gradient was not finite
/// @param rowsPerSecond rows trained in a second, without validation
/// @param validation the score on the validation examples, or [Score#NONE]
public record EpochReport(
        int epoch,
        long steps,
        double loss,
        double gradientNorm,
        double clipped,
        List<ClipperReport> clippers,
        long skipped,
        double rowsPerSecond,
        Score validation) {}
