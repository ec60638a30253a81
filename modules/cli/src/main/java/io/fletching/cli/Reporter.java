package io.fletching.cli;

/// Tells someone of a run: a person, a program, or who reads its record later.
interface Reporter {
    void tell(Event event);
}
