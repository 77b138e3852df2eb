#include "component-map/whole_file.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/text.h"

namespace fingerpost {
namespace {

constexpr std::array<std::string_view, 9> kScripting = {"py", "rb", "pl", "js", "mjs", "cjs", "ts", "php", "lua"};
constexpr std::array<std::string_view, 6> kFolders = {"script", "scripts", "bin", "hack", "tools", "utils"};

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

// What is run as it is (the reader of code says so of what begins with "#!" and of shells), and programs of scripting
// languages in folders of such.
bool is_script(Map& map, const Source& source) {
  if (source.format != "code") return false;
  const GlobalDoc document = map.first_doc(source);
  if (map.info(document).span > 1 && map.info(document + 1).kind == Kind::command) return true;
  const std::string path = to_lower(source.path);
  if (!holds(kScripting, extension_of(path))) return false;
  for (std::size_t from = 0, slash = path.find('/'); slash != std::string::npos; slash = path.find('/', from)) {
    if (holds(kFolders, std::string_view(path).substr(from, slash - from))) return true;
    from = slash + 1;
  }
  return false;
}

// A file that a forge runs by itself: "name", what starts it, then its jobs.
bool is_workflow(Map& map, const Source& source) {
  const GlobalDoc document = map.first_doc(source);
  return map.info(document).span > 1 && map.info(document + 1).kind == Kind::workflow;
}

}  // namespace

std::vector<Candidate> whole_files(Map& map, const Question& question, const std::vector<Candidate>& candidates) {
  std::vector<Candidate> out;
  // "The workflow that runs the release script" is a workflow.
  const bool workflow = question.wants(Intent::workflow);
  const bool of_workflow = question.kinds.test(static_cast<std::size_t>(Kind::workflow));
  if (!workflow && (of_workflow || !question.wants(Intent::script))) return out;
  std::unordered_map<std::int64_t, std::size_t> known;  // by source, its place in `out`, or kNone
  constexpr auto kNone = static_cast<std::size_t>(-1);
  for (const Candidate& candidate : candidates) {
    DocId index = 0;
    const Source* source = map.source_of(candidate.doc, index);
    if (source == nullptr) continue;
    const auto [found, first] = known.try_emplace(source->id, kNone);
    if (first && (workflow ? is_workflow(map, *source) : is_script(map, *source))) {
      found->second = out.size();
      out.push_back({map.first_doc(*source), 0, 0});
    }
    if (found->second == kNone) continue;
    Candidate& whole = out[found->second];
    whole.score = std::max(whole.score, candidate.score);
    whole.covered |= candidate.covered;
  }
  return out;
}

}  // namespace fingerpost
