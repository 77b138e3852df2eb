#include "indexer/ctags_languages.h"

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

#include "base/text.h"

namespace fingerpost {
namespace {

// A line that begins a definition; the name is the last group of the pattern (POSIX extended, from the line's first
// word on; no percent sign). An empty kind is a line that is none, whatever it looks like. The first rule that fits a
// line decides.
struct Rule {
  std::string_view kind;
  std::string_view pattern;
  int name = 1;  // the group that is the name
};

struct Language {
  std::string_view name;
  std::string_view endings;  // as ctags wants them: "+.a+.b", or "+(Name)"
  std::span<const Rule> rules;
  bool is_new = true;  // false: ctags knows it, and gets some more rules
};

constexpr Rule kSwift[] = {
    {"", "(//|\\*|import )"},
    {"function",
     "((@[A-Za-z]+(\\([^)]*\\))?|public|private|internal|open|fileprivate|package|final|static|class|override|mutating|"
     "nonmutating|nonisolated|dynamic|prefix|postfix|infix)[ \t]+)*func[ \t]+([A-Za-z_][A-Za-z0-9_]*)",
     4},
    {"class",
     "((@[A-Za-z]+(\\([^)]*\\))?|public|private|internal|open|fileprivate|package|final|indirect)[ \t]+)*"
     "(class|struct|enum|protocol|actor|macro)[ \t]+([A-Za-z_][A-Za-z0-9_]*)",
     5},
    {"implementation", "((public|private|internal|fileprivate|package)[ \t]+)*extension[ \t]+([A-Za-z_][A-Za-z0-9_.]*)",
     3},
};

constexpr Rule kDart[] = {
    {"", "(//|\\*|import |export |part |library )"},
    {"", "(return|await|if|else|for|while|switch|throw|assert|new|yield|catch|case|super|this)[^A-Za-z0-9_]"},
    {"class", "((abstract|sealed|base|final|interface|mixin)[ \t]+)*(class|mixin|enum)[ \t]+([A-Za-z_][A-Za-z0-9_]*)",
     4},
    {"implementation", "extension([ \t]+type)?[ \t]+([A-Za-z_][A-Za-z0-9_]*)", 2},
    {"typedef", "typedef[ \t]+([A-Za-z_][A-Za-z0-9_]*)"},
    {"function",
     "((static|external|abstract|late|final|const|covariant)[ \t]+)*[A-Za-z_][A-Za-z0-9_.]*(<.*>)?\\??[ \t]+"
     "((get|set)[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*(\\(|=>)[^;]*$",
     6},
};

constexpr Rule kScala[] = {
    {"", "(//|\\*|import |package )"},
    {"class",
     "((private|protected|final|sealed|abstract|implicit|lazy|override|inline|open|case|opaque)(\\[[a-z]+\\])?[ \t]+)*"
     "(class|object|trait|enum|type|given)[ \t]+([A-Za-z_][A-Za-z0-9_]*)",
     5},
    {"function",
     "((private|protected|final|implicit|override|inline|transparent)(\\[[a-z]+\\])?[ \t]+)*def[ \t]+"
     "([A-Za-z_][A-Za-z0-9_]*)",
     4},
};

constexpr Rule kGroovy[] = {
    {"", "(//|\\*|import |package )"},
    {"", "(return|if|else|for|while|switch|throw|assert|new|catch|case|super|this)[^A-Za-z0-9_]"},
    {"stage", "stage[ \t]*\\([ \t]*['\"]([^'\"]+)['\"]"},
    {"task", "task[ \t]+([A-Za-z_][A-Za-z0-9_]*)"},
    {"task", "(tasks\\.)?(register|create)[ \t]*\\([ \t]*['\"]([^'\"]+)['\"]", 3},
    {"class",
     "((public|protected|private|abstract|final|static)[ \t]+)*(class|interface|enum|trait)[ \t]+"
     "([A-Za-z_][A-Za-z0-9_]*)",
     4},
    {"function",
     "((public|protected|private|abstract|final|static|synchronized)[ \t]+)*(def|[A-Za-z_][A-Za-z0-9_.]*(<.*>)?)"
     "[ \t]+([A-Za-z_][A-Za-z0-9_]*)[ \t]*\\([^)]*\\)[^;]*\\{[ \t]*$",
     5},
};

constexpr Rule kGodot[] = {
    {"function", "(static[ \t]+)?func[ \t]+([A-Za-z_][A-Za-z0-9_]*)", 2},
    {"class", "(class|class_name)[ \t]+([A-Za-z_][A-Za-z0-9_]*)", 2},
    {"enum", "enum[ \t]+([A-Za-z_][A-Za-z0-9_]*)"},
    {"event", "signal[ \t]+([A-Za-z_][A-Za-z0-9_]*)"},
};

constexpr Rule kSolidity[] = {
    {"", "(//|\\*|import )"},
    {"contract", "(abstract[ \t]+)?(contract|interface|library)[ \t]+([A-Za-z_$][A-Za-z0-9_$]*)", 3},
    {"function", "(function|modifier)[ \t]+([A-Za-z_$][A-Za-z0-9_$]*)", 2},
    {"struct", "(struct|enum)[ \t]+([A-Za-z_$][A-Za-z0-9_$]*)", 2},
    {"event", "(event|error)[ \t]+([A-Za-z_$][A-Za-z0-9_$]*)", 2},
};

constexpr Rule kGraphql[] = {
    {"type", "(extend[ \t]+)?(type|input|interface|enum|union|scalar)[ \t]+([A-Za-z_][A-Za-z0-9_]*)", 3},
    {"operation", "(query|mutation|subscription|fragment)[ \t]+([A-Za-z_][A-Za-z0-9_]*)", 2},
    {"directive", "directive[ \t]+(@[A-Za-z_][A-Za-z0-9_]*)"},
};

constexpr Rule kPrisma[] = {
    {"model", "(model|view|type)[ \t]+([A-Za-z_][A-Za-z0-9_]*)[ \t]*\\{", 2},
    {"enum", "enum[ \t]+([A-Za-z_][A-Za-z0-9_]*)[ \t]*\\{"},
    {"resource", "(datasource|generator)[ \t]+([A-Za-z_][A-Za-z0-9_]*)[ \t]*\\{", 2},
};

constexpr Rule kGherkin[] = {
    {"feature", "(Feature|Rule):[ \t]*(.+)$", 2},
    {"scenario", "(Scenario|Scenario Outline|Scenario Template|Example|Background):[ \t]*(.+)$", 2},
};

constexpr Rule kBicep[] = {
    {"resource", "(resource|module)[ \t]+([A-Za-z_][A-Za-z0-9_]*)[ \t]", 2},
    {"param", "(param|var)[ \t]+([A-Za-z_][A-Za-z0-9_]*)[ \t]", 2},
    {"output", "output[ \t]+([A-Za-z_][A-Za-z0-9_]*)[ \t]"},
    {"type", "type[ \t]+([A-Za-z_][A-Za-z0-9_]*)[ \t]"},
    {"function", "func[ \t]+([A-Za-z_][A-Za-z0-9_]*)[ \t]*\\("},
};

constexpr Rule kNim[] = {
    {"function", "(proc|func|method|iterator|template|macro)[ \t]+`?([A-Za-z][A-Za-z0-9_]*)", 2},
    {"type", "(type[ \t]+)?([A-Z][A-Za-z0-9_]*)\\*?[ \t]*=[ \t]*(ref[ \t]+)?(object|enum|tuple|distinct|concept)", 2},
};

// What ctags leaves out of Clojure, which it knows.
constexpr Rule kClojure[] = {
    {"macro", "\\((defmulti|defmethod|defprotocol|defrecord|deftype|defmacro)[ \t]+([^][ \t(){}]+)", 2},
    {"constant", "\\((def|defonce)[ \t]+(\\^[^ \t]+[ \t]+)?([^][ \t(){}]+)", 3},
};

constexpr Rule kBazel[] = {
    {"target", "name[ \t]*=[ \t]*\"([^\"]+)\""},
};

constexpr Language kLanguages[] = {
    {"Swift", "+.swift", kSwift},
    {"Dart", "+.dart", kDart},
    {"Scala", "+.scala+.sbt+.sc", kScala},
    {"Groovy", "+.groovy+.gradle+(Jenkinsfile)", kGroovy},
    {"GDScript", "+.gd", kGodot},
    {"Solidity", "+.sol", kSolidity},
    {"GraphQL", "+.graphql+.gql+.graphqls", kGraphql},
    {"Prisma", "+.prisma", kPrisma},
    {"Gherkin", "+.feature", kGherkin},
    {"Bicep", "+.bicep", kBicep},
    {"Nim", "+.nim", kNim},
    {"Bazel", "+.bazel+(BUILD)", kBazel},
    {"Clojure", "+.cljc", kClojure, false},
};

void add_map(const Language& language, std::vector<std::string>& out) {
  const std::string option = "--map-" + std::string(language.name) + "=+";
  std::string_view endings = language.endings.substr(1);
  while (true) {
    const auto end = endings.find('+');
    out.push_back(option + std::string(endings.substr(0, end)));
    if (end == std::string_view::npos) return;
    endings = endings.substr(end + 1);
  }
}

std::vector<std::string> made() {
  std::vector<std::string> out;
  for (const Language& language : kLanguages) {
    if (language.is_new) out.push_back("--langdef=" + std::string(language.name));
    add_map(language, out);
    std::vector<std::string_view> kinds;  // each has a letter of its own
    for (const Rule& rule : language.rules) {
      std::string argument = "--regex-" + std::string(language.name) + "=%^[ \t]*" + std::string(rule.pattern) + "%";
      if (!rule.kind.empty()) {
        auto known = std::find(kinds.begin(), kinds.end(), rule.kind);
        if (known == kinds.end()) known = kinds.insert(kinds.end(), rule.kind);
        const char letter = static_cast<char>('a' + (known - kinds.begin()));
        argument += "\\" + std::to_string(rule.name) + "%" + letter + "," + std::string(rule.kind);
      }
      out.push_back(argument + "%{exclusive}");
    }
  }
  return out;
}

}  // namespace

const std::vector<std::string>& ctags_language_arguments() {
  static const std::vector<std::string> arguments = made();
  return arguments;
}

std::string_view ending_of_language(std::string_view path, std::string_view text) {
  using Ending = std::pair<std::string_view, std::string_view>;
  static constexpr Ending kExtensions[] = {
      {"tsx", ".ts"}, {"mts", ".ts"},    {"cts", ".ts"},   {"cjs", ".js"},     {"pyi", ".py"},     {"bzl", ".py"},
      {"smk", ".py"}, {"star", ".py"},   {"rake", ".rb"},  {"bats", ".sh"},    {"fish", ".sh"},    {"psd1", ".ps1"},
      {"vue", ".ts"}, {"svelte", ".ts"}, {"astro", ".ts"}, {"cr", ".rb"},      {"podspec", ".rb"}, {"gemspec", ".rb"},
      {"glsl", ".c"}, {"fsh", ".c"},     {"vsh", ".c"},    {"gdshader", ".c"}, {"vert", ".c"},     {"frag", ".c"},
      {"hlsl", ".c"}, {"metal", ".cpp"}, {"ino", ".cpp"},  {"cu", ".cpp"}};
  static constexpr Ending kNames[] = {{"Vagrantfile", ".rb"}, {"Rakefile", ".rb"},     {"Gemfile", ".rb"},
                                      {"Podfile", ".rb"},     {"Fastfile", ".rb"},     {"Guardfile", ".rb"},
                                      {"Tiltfile", ".py"},    {"WORKSPACE", ".bazel"}, {"Snakefile", ".py"},
                                      {"SConstruct", ".py"},  {"SConscript", ".py"},   {"wscript", ".py"}};
  static constexpr Ending kPrograms[] = {{"python", ".py"}, {"ruby", ".rb"}, {"perl", ".pl"}, {"node", ".js"},
                                         {"php", ".php"},   {"lua", ".lua"}, {"sh", ".sh"}};
  const std::string_view extension = extension_of(path);
  for (const auto& [known, ending] : kExtensions)
    if (extension == known) return ending;
  for (const auto& [known, ending] : kNames)
    if (base_name(path) == known) return ending;
  if (!extension.empty() || !text.starts_with("#!")) return {};
  const std::string_view program = text.substr(0, text.find('\n'));
  for (const auto& [known, ending] : kPrograms)
    if (contains(program, known)) return ending;
  return {};
}

}  // namespace fingerpost
