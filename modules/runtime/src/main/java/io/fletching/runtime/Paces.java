package io.fletching.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which parameters keep pace: those with the same rule, rate, decay and number of updates. What depends on these alone
/// is prepared once for all of them.
final class Paces {
    private final List<Progress> parameters = new ArrayList<>();
    private final Map<Start, Pace> distinct = new LinkedHashMap<>();
    private Pace[] paces = {};

    private record Start(Pace.Key key, long number) {}

    void add(Progress progress) {
        parameters.add(progress);
        join(progress);
    }

    private void join(Progress progress) {
        var start = new Start(progress.key(), progress.saved());
        progress.join(distinct.computeIfAbsent(start, s -> new Pace(s.key, s.number)));
        paces = distinct.values().toArray(Pace[]::new);
    }

    /// Goes on from the numbers that were restored.
    ///
    /// @param scheduleFactor that of the last update
    void resume(double scheduleFactor) {
        distinct.clear();
        parameters.forEach(this::join);
        for (Pace pace : paces) {
            pace.prepare(scheduleFactor);
        }
    }

    /// One update further.
    void advance(double scheduleFactor) {
        for (Pace pace : paces) {
            pace.advance(scheduleFactor);
        }
        for (int i = 0; i < parameters.size(); i++) {
            parameters.get(i).note();
        }
    }
}
