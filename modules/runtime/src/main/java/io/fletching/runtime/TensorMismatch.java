package io.fletching.runtime;

import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Holds the tensors of a file against those that are to take their values.
final class TensorMismatch {
    /// So many of each sort are named; a network of another depth would fill the screen.
    private static final int NAMED = 8;

    private TensorMismatch() {}

    static void check(Path file, Map<String, Tensor> saved, Map<String, Tensor> wanted, String owner) {
        var differences = new ArrayList<String>();
        list(differences, "not in the file: ", missing(wanted, saved));
        list(differences, "not in the " + owner + ": ", missing(saved, wanted));
        list(differences, "different: ", different(saved, wanted, owner));
        if (!differences.isEmpty()) {
            throw new FletchingException(
                    Kind.DATA,
                    "tensors-mismatch",
                    "The file '" + file + "' does not fit the " + owner + ", and nothing of it was taken; "
                            + String.join("; ", differences) + ". Expected the same names, types and shapes: make the "
                            + owner + " as it was when the file was saved.");
        }
    }

    private static List<String> missing(Map<String, Tensor> from, Map<String, Tensor> in) {
        return from.entrySet().stream()
                .filter(entry -> !in.containsKey(entry.getKey()))
                .map(entry -> "'" + entry.getKey() + "' " + entry.getValue())
                .toList();
    }

    private static List<String> different(Map<String, Tensor> saved, Map<String, Tensor> wanted, String owner) {
        var different = new ArrayList<String>();
        saved.forEach((name, tensor) -> {
            Tensor other = wanted.get(name);
            if (other != null
                    && (tensor.dtype() != other.dtype() || !tensor.shape().equals(other.shape()))) {
                different.add("'" + name + "' is " + tensor + " in the file and " + other + " in the " + owner);
            }
        });
        return different;
    }

    /// At most a few of them, and how many more there are.
    static String some(List<String> all, String separator) {
        String more = all.size() > NAMED ? " and " + (all.size() - NAMED) + " more" : "";
        return String.join(separator, all.subList(0, Math.min(NAMED, all.size()))) + more;
    }

    private static void list(List<String> differences, String what, List<String> tensors) {
        if (!tensors.isEmpty()) {
            differences.add(what + some(tensors, ", "));
        }
    }
}
