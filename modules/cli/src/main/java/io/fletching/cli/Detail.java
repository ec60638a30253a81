package io.fletching.cli;

/// How much a person wants to know.
enum Detail {
    /// What came of it, and what went wrong.
    RESULT,
    COURSE,
    /// Also what it was made of.
    EVERYTHING
}
