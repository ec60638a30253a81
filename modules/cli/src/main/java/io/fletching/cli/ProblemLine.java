package io.fletching.cli;

import io.fletching.runtime.Problem;
import java.io.PrintWriter;
import java.util.List;

/// A problem in a list; 'fletch explain CODE' says more.
record ProblemLine(String code, String where, String what, String cure) {

    static List<ProblemLine> of(List<Problem> problems) {
        return problems.stream()
                .map(problem ->
                        new ProblemLine(problem.code().toString(), problem.where(), problem.what(), problem.cure()))
                .toList();
    }

    /// Prints them under a heading; nothing where there are none.
    static void print(String heading, List<ProblemLine> problems, PrintWriter out) {
        if (!problems.isEmpty()) {
            out.printf("%n%s:%n", heading);
            problems.forEach(problem -> out.printf(
                    "  %s%n    %s: %s%n    -> %s%n", problem.where, problem.code, problem.what, problem.cure));
        }
    }
}
