package io.fletching.runtime;

import io.fletching.runtime.jars.Host;
import io.fletching.runtime.jars.JarModule;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What speaks against one jar, and what should be known of it, as far as that shows before any of its code runs.
record Inspection(List<Problem> problems, List<Problem> notes) {
    private static final String SPI = "io.fletching.spi";

    static Inspection of(JarModule module, Host host) {
        var inspection = new Inspection(new ArrayList<>(), new ArrayList<>());
        Path jar = module.jar().path();
        Map<String, List<String>> provides = Kinds.provides(module.provides());
        boolean onlyOurs =
                !module.hidden().isEmpty() && module.descriptor().packages().isEmpty();
        if (host.hasModule(module.descriptor().name()) || onlyOurs) {
            inspection.problem(
                    ProblemCode.PLUGIN_MODULE_TAKEN,
                    jar,
                    "The host has the module " + module.descriptor().name() + " already.");
            return inspection;
        }
        if (!provides.isEmpty()) {
            inspection.spi(jar, compiledAgainst(module.descriptor()));
        }
        inspection.contents(module, provides);
        return inspection;
    }

    /// The version of the SPI that a module was compiled against, or empty.
    static String compiledAgainst(ModuleDescriptor descriptor) {
        return descriptor.requires().stream()
                .filter(requires -> requires.name().equals(SPI))
                .findFirst()
                .flatMap(Requires::rawCompiledVersion)
                .orElse("");
    }

    private void spi(Path jar, String compiledAgainst) {
        Optional<SpiVersion> theirs = SpiVersion.of(compiledAgainst);
        Optional<SpiVersion> ours = SpiVersion.here();
        if (theirs.isEmpty() || ours.isEmpty()) {
            String what = ours.isEmpty()
                    ? "The version of the host's own SPI is not known, as where it was repacked."
                    : "It does not say which version of the SPI it was compiled against.";
            notes.add(ProblemCode.PLUGIN_SPI_UNKNOWN.at(jar, what));
            return;
        }
        SpiVersion host = ours.get();
        String what = "It was compiled against SPI " + compiledAgainst + "; this host has SPI " + host
                + " and runs what was compiled against " + host.major() + ".0 to " + host + ".";
        if (theirs.get().isTooNewFor(host)) {
            problem(ProblemCode.PLUGIN_SPI_TOO_NEW, jar, what);
        } else if (theirs.get().isTooOldFor(host)) {
            problem(ProblemCode.PLUGIN_SPI_TOO_OLD, jar, what);
        }
    }

    private void contents(JarModule module, Map<String, List<String>> provides) {
        Path jar = module.jar().path();
        if (!module.hidden().isEmpty()) {
            notes.add(ProblemCode.PLUGIN_BUNDLED_HOST.at(
                    jar, "It brings packages of the host, which are ignored: " + module.hidden() + "."));
        }
        Map<String, List<String>> files = Kinds.provides(module.services());
        if (!module.plain() && !same(provides, files)) {
            notes.add(ProblemCode.PLUGIN_SERVICES_DIFFER.at(
                    jar, "Its module-info provides " + provides + ", its META-INF/services " + files + "."));
        }
        List<String> nested = module.nested();
        if (!nested.isEmpty() && provides.isEmpty()) {
            problem(ProblemCode.PLUGIN_NESTED_JAR, jar, "It provides nothing and holds the jars " + nested + ".");
        } else if (!nested.isEmpty()) {
            notes.add(
                    ProblemCode.PLUGIN_NESTED_JAR.at(jar, "No class is found in the jars within it: " + nested + "."));
        }
    }

    /// Whether both provide the same, in whatever order.
    private static boolean same(Map<String, List<String>> one, Map<String, List<String>> other) {
        return one.keySet().equals(other.keySet())
                && one.keySet().stream()
                        .allMatch(kind -> new HashSet<>(one.get(kind)).equals(new HashSet<>(other.get(kind))));
    }

    private void problem(ProblemCode code, Path jar, String what) {
        problems.add(code.at(jar, what));
    }
}
