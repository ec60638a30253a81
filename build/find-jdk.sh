# Sets JAVA_HOME to a JDK 25, 25.0.3 or newer, and exports it. For a script to source: where there is no such JDK,
# one line says so and the script ends with exit code 2. POSIX sh; it starts no JVM.
#
# Older JDKs do not read these classes, 25.0.0 to 25.0.2 move pinned memory (JDK-8377811), and Arrow 19 needs memory
# access through sun.misc.Unsafe, which JDKs after 25 refuse.

# Whether folder $1 is such a JDK: it has a compiler, and its release file says so.
is_jdk_25() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    case $(sed -n 's/^JAVA_VERSION="\(.*\)".*/\1/p' "$1/release") in
        25.0 | 25.0.[012] | 25.0.[012].*) return 1 ;;
        25.*) return 0 ;;
        *) return 1 ;;
    esac
}

# Sets and exports JAVA_HOME: what it names if that will do, else the JDK of PATH, else the first in the usual folders.
find_jdk_25() {
    java_on_path=$(readlink -f "$(command -v java)" 2>/dev/null) || java_on_path=
    for home in \
        "${JAVA_HOME:-}" \
        "${java_on_path%/bin/java}" \
        /usr/lib/jvm/* \
        /usr/java/* \
        /usr/local/lib/jvm/* \
        /usr/local/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home \
        /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home \
        /opt/* \
        /opt/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-}"/.sdkman/candidates/java/* \
        "${HOME:-}"/.local/share/mise/installs/java/* \
        "${HOME:-}"/.asdf/installs/java/* \
        "${HOME:-}"/.gradle/jdks/* \
        "${HOME:-}"/.jdks/*; do
        if [ -n "$home" ] && is_jdk_25 "$home"; then
            JAVA_HOME=$home
            export JAVA_HOME
            return 0
        fi
    done
    return 1
}

find_jdk_25 || {
    echo "${0##*/}: no JDK 25 (25.0.3 or newer) in JAVA_HOME, on PATH or in the usual folders;" \
        "install one, for instance from https://adoptium.net, or set JAVA_HOME to one." >&2
    exit 2
}
