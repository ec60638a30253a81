package io.fletching.runtime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Settles what has one kind and one full name. No order of files decides: copies of one jar are one, and of anything
/// else none is used.
final class Duplicates {
    private Duplicates() {}

    static void settle(Findings findings) {
        Map<String, String> digests = findings.files().stream()
                .collect(Collectors.toMap(file -> file.path().toString(), PluginFile::sha256, (one, same) -> one));
        Map<String, List<Technique<?>>> byName = findings.techniques().stream()
                .collect(Collectors.groupingBy(
                        technique -> technique.kind() + " " + technique.id(), LinkedHashMap::new, Collectors.toList()));
        byName.forEach((name, all) -> {
            if (all.size() > 1) {
                settle(findings, name, all, digests);
            }
        });
    }

    private static void settle(Findings findings, String name, List<Technique<?>> all, Map<String, String> digests) {
        List<String> jars = all.stream()
                .map(technique -> technique.origin().location())
                .distinct()
                .sorted()
                .toList();
        Set<String> contents =
                jars.stream().map(jar -> digests.getOrDefault(jar, jar)).collect(Collectors.toSet());
        if (jars.size() < all.size()) {
            findings.techniques().removeAll(all);
            jars.forEach(jar -> findings.problem(
                    ProblemCode.PROVIDER_TWICE.at(jar, "More than one of its classes is the " + name + ".")));
        } else if (contents.size() == 1) {
            findings.techniques().removeAll(all.subList(1, all.size()));
            jars.forEach(jar -> findings.note(
                    ProblemCode.PLUGIN_DUPLICATE.at(jar, "The same bytes lie in " + others(jars, jar) + ".")));
        } else {
            findings.techniques().removeAll(all);
            jars.forEach(jar -> findings.problem(ProblemCode.PLUGIN_MODULE_TWICE.at(
                    jar, "The " + name + " is in " + others(jars, jar) + " too, and they differ.")));
        }
    }

    private static String others(List<String> jars, String jar) {
        return jars.stream().filter(other -> !other.equals(jar)).collect(Collectors.joining(", "));
    }
}
