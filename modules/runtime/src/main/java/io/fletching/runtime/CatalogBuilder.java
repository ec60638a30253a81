package io.fletching.runtime;

import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a catalog looks for providers, and which it prefers; see [Catalog#builder].
public final class CatalogBuilder {
    /// Before a kind, the system property that holds full names, with commas between, which the bare names of that kind
    /// shall mean: `-Dfletching.prefer.optimizer=com.acme.signum/signum`.
    public static final String PROPERTY = "fletching.prefer.";

    private final List<Path> plugins = new ArrayList<>();
    private final Map<String, String> preferences = new LinkedHashMap<>();
    private @Nullable ClassLoader loader;
    private Duration limit = Duration.ofSeconds(10);

    CatalogBuilder() {}

    /// Plugin directories, in which each jar and each folder of jars is a plugin, or single jars.
    ///
    /// What a plugin brings and the host has comes from the host. A plugin that cannot be used is a [Problem] of the
    /// catalog and keeps no other from loading. There is no sandbox: a plugin can do what this process can.
    public CatalogBuilder plugins(Path... directories) {
        plugins.addAll(Arrays.asList(directories));
        return this;
    }

    /// The class loader that sees the host's own providers, in place of the thread's context class loader and the
    /// runtime's own.
    public CatalogBuilder classLoader(ClassLoader hosts) {
        loader = hosts;
        return this;
    }

    /// Lets a bare name mean this provider, before the system property of the kind and before a built-in.
    ///
    /// @param kind `initializer`, `normalizer`, `optimizer` or `clipper`
    /// @param fullName `module/name` or `module/name@version`; `name` is the bare name that shall mean it
    /// @throws FletchingException of kind `USER` where there is no such kind, the name is not full, or another provider
    ///     is preferred for the same bare name
    public CatalogBuilder prefer(String kind, String fullName) {
        String known = preferences.putIfAbsent(key(kind, fullName), fullName);
        if (known != null && !known.equals(fullName)) {
            throw new FletchingException(
                    Kind.USER,
                    "preference-twice",
                    "For the " + kind + " '" + Selection.bare(fullName) + "' both '" + known + "' and '" + fullName
                            + "' are preferred. Prefer one.");
        }
        return this;
    }

    /// How long all plugins together may take to load, 10 seconds unless told.
    public CatalogBuilder timeLimit(Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new FletchingException(
                    Kind.USER, "time-limit", "The time limit for plugins is " + limit + "; expected more than none.");
        }
        this.limit = limit;
        return this;
    }

    /// Searches and loads.
    public Catalog build() {
        var discovery = new Discovery();
        if (loader != null) {
            discovery.search(loader);
        } else {
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            if (context != null && Discovery.isOfThisSpi(context)) {
                discovery.search(context);
            }
            discovery.search(Catalog.class.getClassLoader());
        }
        Findings findings = discovery.findings();
        if (!plugins.isEmpty()) {
            var search = new PluginSearch();
            plugins.forEach(search::add);
            findings.add(search.load(limit));
        }
        return Catalog.of(findings, preferences());
    }

    private Map<String, String> preferences() {
        var all = new LinkedHashMap<String, String>();
        for (String kind : Kinds.NAMES) {
            preferred(kind).forEach(name -> all.put(key(kind, name), name));
        }
        all.putAll(preferences);
        return all;
    }

    /// The full names that the system property of a kind holds.
    public static List<String> preferred(String kind) {
        return Arrays.stream(System.getProperty(PROPERTY + kind, "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static String key(String kind, String fullName) {
        if (!Kinds.NAMES.contains(kind)) {
            throw FletchingException.unknown(
                    Kind.USER,
                    "kind-unknown",
                    "There is no kind of provider '" + kind + "'.",
                    kind,
                    "Kinds",
                    Kinds.NAMES);
        }
        if (fullName.indexOf('/') < 1 || Selection.bare(fullName).isEmpty()) {
            throw new FletchingException(
                    Kind.USER,
                    "preference",
                    "The preferred " + kind + " is '" + fullName
                            + "'; expected a full name, module/name or module/name@version.");
        }
        return kind + " " + Selection.bare(fullName);
    }
}
