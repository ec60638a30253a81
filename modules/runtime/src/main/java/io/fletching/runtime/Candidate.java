package io.fletching.runtime;

/// A provider that a name could mean, and why the name means it or not.
///
/// @param technique the provider, with default options
/// @param chosen whether the name means it
/// @param reason why, or why not: `a bare name always means the built-in`
public record Candidate(Technique<?> technique, boolean chosen, String reason) {}
