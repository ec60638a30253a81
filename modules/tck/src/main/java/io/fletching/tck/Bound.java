package io.fletching.tck;

import io.fletching.spi.StateLayout;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A bound form and a case.
///
/// @param declared asks once for all that it declares at plan time: layouts, and what else there is
/// @param trial plans it on memory of its own
record Bound(Supplier<List<Object>> declared, Function<Bench, Trial> trial) {

    /// What it declares, asked anew.
    List<Object> plan() {
        return declared.get();
    }

    Stream<StateLayout> layouts() {
        return plan().stream().filter(StateLayout.class::isInstance).map(StateLayout.class::cast);
    }

    Trial on(Bench bench) {
        return trial.apply(bench);
    }
}
