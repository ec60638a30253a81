package io.fletching.runtime;

import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.StateLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the state in a checkpoint means, as texts: of a parameter and of a clipper, the provider and the version of its
/// layout.
final class StateMeaning {
    private static final String OPTIMIZER = "/optimizer";
    private static final String CLIPPER = "clipper/";

    /// The key of how values are rounded.
    static final String ROUNDING = "updater/rounding";

    private StateMeaning() {}

    /// The key of a parameter's optimizer.
    static String optimizer(String parameter) {
        return parameter + OPTIMIZER;
    }

    /// Such as `adamw v1`.
    static String text(String provider, StateLayout layout) {
        return provider + " v" + layout.version();
    }

    /// What the file says of optimizers and clippers, and nothing that others wrote.
    static Map<String, String> ofUpdater(SafeTensors saved) {
        var texts = new TreeMap<>(saved.metadata());
        texts.keySet().removeIf(key -> !key.endsWith(OPTIMIZER) && !key.startsWith(CLIPPER) && !key.equals(ROUNDING));
        return texts;
    }

    /// Refuses a state that means something else.
    ///
    /// @param then what was saved
    /// @param now what is here
    static void requireSame(Path file, Map<String, String> then, Map<String, String> now) {
        var keys = new TreeSet<>(now.keySet());
        keys.addAll(then.keySet());
        // By what differs, whom it concerns: of a hundred parameters with another optimizer one is named.
        Map<String, List<String>> differences = new LinkedHashMap<>();
        for (String key : keys) {
            String before = then.getOrDefault(key, "none");
            String here = now.getOrDefault(key, "none");
            if (!before.equals(here)) {
                differences
                        .computeIfAbsent(" was '" + before + "', now it is '" + here + "'", _ -> new ArrayList<>())
                        .add(key);
            }
        }
        if (!differences.isEmpty()) {
            List<String> clauses = new ArrayList<>();
            differences.forEach((what, whose) -> clauses.add("'" + whose.getFirst() + "'" + what
                    + (whose.size() == 1 ? "" : ", like " + (whose.size() - 1) + " more")));
            throw new FletchingException(
                    Kind.DATA,
                    "checkpoint-other",
                    "The checkpoint '" + file + "' is of another training, and nothing of it was taken: "
                            + TensorMismatch.some(clauses, "; ") + ". Expected the same.");
        }
    }
}
