package io.fletching.cli;

import io.fletching.runtime.Problem;
import java.io.PrintWriter;

/// A problem in a list; 'fletch explain CODE' says more.
record ProblemLine(String code, String where, String what, String cure) {

    static ProblemLine of(Problem problem) {
        return new ProblemLine(problem.code().toString(), problem.where(), problem.what(), problem.cure());
    }

    void print(PrintWriter out) {
        out.printf("  %s%n    %s: %s%n    -> %s%n", where, code, what, cure);
    }
}
