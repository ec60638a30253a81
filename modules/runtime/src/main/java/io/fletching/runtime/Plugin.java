package io.fletching.runtime;

import io.fletching.runtime.jars.Host;
import io.fletching.runtime.jars.Jar;
import io.fletching.runtime.jars.JarFault;
import io.fletching.runtime.jars.JarModule;
import io.fletching.runtime.jars.Loaded;
import io.fletching.spi.Provider;
import java.lang.module.FindException;
import java.lang.module.ResolutionException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One jar, or one folder of jars, of a plugin directory. It is read, judged and loaded on a thread of its own, so that
/// whatever it does, nobody else waits for it.
final class Plugin implements Runnable {
    private final Path path;
    private final List<Path> jars;
    private final @Nullable Set<String> approved;
    private final Host host;
    private final Findings findings = new Findings();
    private volatile String stage = "reading it";

    /// @param path the jar or folder
    /// @param jars the jar alone, or those of the folder
    /// @param approved the SHA-256 of all jars that may run; null where any may
    Plugin(Path path, List<Path> jars, @Nullable Set<String> approved, Host host) {
        this.path = path;
        this.jars = jars;
        this.approved = approved;
        this.host = host;
    }

    Path path() {
        return path;
    }

    /// What it is doing, for whoever waits: `making com.acme.Signum`.
    String stage() {
        return stage;
    }

    Findings findings() {
        return findings;
    }

    @Override
    public void run() {
        try {
            List<JarModule> modules = modules();
            if (findings.problems().isEmpty() && fit(modules)) {
                make(modules, Loaded.below(host, modules));
            }
        } catch (FindException missing) {
            findings.problem(ProblemCode.PLUGIN_MISSING_DEPENDENCY.at(path, missing.getMessage() + "."));
        } catch (ResolutionException | LayerInstantiationException apart) {
            String what = String.valueOf(apart.getMessage());
            ProblemCode code =
                    what.contains("ackage ") ? ProblemCode.PLUGIN_SPLIT_PACKAGE : ProblemCode.PLUGIN_UNRESOLVED;
            findings.problem(code.at(path, what + "."));
        } catch (Throwable failure) {
            findings.problem(
                    ProblemCode.PLUGIN_UNREADABLE.at(path, "It failed while " + stage + ": " + Problem.chain(failure)));
        }
    }

    /// Reads and judges every jar. A plugin is used whole or not at all.
    private List<JarModule> modules() {
        var modules = new ArrayList<JarModule>();
        for (Path file : jars) {
            try {
                Jar jar = Jar.read(file);
                if (approved != null && !approved.contains(jar.sha256())) {
                    findings.problem(ProblemCode.PLUGIN_NOT_APPROVED.at(
                            file, "Its SHA-256 " + jar.sha256() + " is not in " + PluginLock.NAME + "."));
                    continue;
                }
                JarModule module = JarModule.of(jar, host);
                if (judge(PluginFile.of(module, host))) {
                    modules.add(module);
                }
            } catch (JarFault fault) {
                findings.problem(Problem.of(file, fault));
            }
        }
        return modules;
    }

    /// Whether a jar takes part. Of several jars one that the host has already is only left out.
    private boolean judge(PluginFile file) {
        findings.file(file);
        file.notes().forEach(findings::note);
        for (Problem problem : file.problems()) {
            if (problem.code() == ProblemCode.PLUGIN_MODULE_TAKEN && jars.size() > 1) {
                findings.note(problem);
            } else {
                findings.problem(problem);
            }
        }
        return file.problems().isEmpty();
    }

    /// Whether the jars can be one plugin.
    private boolean fit(List<JarModule> modules) {
        if (modules.stream()
                .allMatch(module -> Kinds.provides(module.provides()).isEmpty())) {
            findings.problem(ProblemCode.PLUGIN_NO_PROVIDER.at(path, "Nothing in it is a provider."));
            return false;
        }
        Map<String, Path> names = new HashMap<>();
        for (JarModule module : modules) {
            Path file = module.jar().path();
            Path other = names.put(module.descriptor().name(), file);
            if (other != null) {
                String both = other.getFileName() + " and " + file.getFileName();
                findings.problem(ProblemCode.PLUGIN_MODULE_TWICE.at(
                        path, both + " are both module " + module.descriptor().name() + "."));
                return false;
            }
        }
        Map<String, List<String>> split = Loaded.split(modules);
        if (!split.isEmpty()) {
            findings.problem(ProblemCode.PLUGIN_SPLIT_PACKAGE.at(path, "Packages in several jars: " + split + "."));
        }
        return split.isEmpty();
    }

    private void make(List<JarModule> modules, Loaded loaded) {
        // Libraries look for services and resources there.
        Thread.currentThread().setContextClassLoader(loaded.loader());
        for (JarModule module : modules) {
            for (Class<? extends Provider> kind : Kinds.ALL) {
                for (String name : module.provides().getOrDefault(kind.getName(), List.of())) {
                    make(kind, name, module.jar().path(), loaded);
                }
            }
        }
    }

    private void make(Class<? extends Provider> kind, String name, Path jar, Loaded loaded) {
        stage = "loading " + name;
        Class<?> type;
        try {
            type = loaded.load(name);
        } catch (ClassNotFoundException missing) {
            findings.problem(ProblemCode.PROVIDER_MISSING.at(jar, "There is no class " + name + " in it."));
            return;
        } catch (LinkageError failure) {
            findings.problem(ProblemCode.PROVIDER_UNLINKED.at(
                    jar, "Provider " + name + " cannot be used: " + Problem.chain(failure)));
            return;
        }
        if (!loaded.loader().equals(type.getClassLoader())) {
            findings.problem(ProblemCode.PLUGIN_MODULE_TAKEN.at(jar, "The host has the class " + name + " already."));
        } else if (!kind.isAssignableFrom(type)) {
            findings.problem(
                    ProblemCode.PROVIDER_WRONG_TYPE.at(jar, name + " does not implement " + kind.getName() + "."));
        } else {
            make(kind, type, jar, loaded);
        }
    }

    private void make(Class<? extends Provider> kind, Class<?> type, Path jar, Loaded loaded) {
        int modifiers = type.getModifiers();
        if (!Modifier.isPublic(modifiers) || Modifier.isAbstract(modifiers)) {
            String what = Modifier.isPublic(modifiers) ? "abstract" : "not public";
            findings.problem(ProblemCode.PROVIDER_UNFIT.at(jar, type.getName() + " is " + what + "."));
            return;
        }
        try {
            Constructor<?> constructor = type.getConstructor();
            loaded.exportTo(Plugin.class.getModule(), type);
            stage = "making " + type.getName();
            Object provider = constructor.newInstance();
            stage = "asking " + type.getName() + " for its descriptor";
            findings.made(kind.cast(provider));
        } catch (NoSuchMethodException missing) {
            findings.problem(ProblemCode.PROVIDER_UNFIT.at(
                    jar, type.getName() + " has no public constructor without parameters."));
        } catch (InvocationTargetException thrown) {
            findings.failed(type, thrown.getCause() == null ? thrown : thrown.getCause());
        } catch (Throwable failure) {
            findings.failed(type, failure);
        }
    }
}
