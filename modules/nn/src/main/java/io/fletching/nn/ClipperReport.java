package io.fletching.nn;

/// What one clipper did in an epoch, over the steps that were applied.
///
/// @param name of its provider
/// @param norm the mean 2-norm of the gradients as it found them, behind the clippers before it
/// @param clipped the share of those steps in which it made gradients smaller
public record ClipperReport(String name, double norm, double clipped) {}
