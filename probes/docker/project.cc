#include "probes/docker/project.h"

#include <fmt/format.h>

#include "base/text.h"

namespace fingerpost {
namespace {

// How compose names a project after its directory.
std::string project_name(const std::string& directory) {
  std::string out;
  for (const char c : to_lower(base_name(directory)))
    if (is_alnum(c) || c == '-' || c == '_') out += c;
  return out;
}

}  // namespace

bool belongs_to(const Container& container, const ComposeModel& model, const Surroundings& around) {
  if (container.service.empty()) return false;
  const std::string directory = around.root().path() + (model.directory.empty() ? "" : "/" + model.directory);
  return container.directory.empty() ? container.project == project_name(directory)
                                     : container.directory == directory || container.directory == directory + "/";
}

std::vector<const Container*> containers_of(const ComposeService& service, const ComposeModel& model,
                                            const Surroundings& around, const std::vector<Container>& containers) {
  std::vector<const Container*> out;
  for (const Container& one : containers)
    if (one.service == service.name && belongs_to(one, model, around)) out.push_back(&one);
  return out;
}

std::string state_of(const Container& container, const DockerEngine& engine, const Deadline& deadline, bool ask) {
  std::string out = clip(container.state, 20);
  if (container.exit_code < 0) return out;
  out += fmt::format(" with code {}", container.exit_code);
  std::string meaning(meaning_of_exit(container.exit_code));
  if (container.exit_code == 137 && ask)
    if (const auto killed = engine.was_out_of_memory(container.id, deadline))
      meaning = *killed ? "it ran out of memory" : "it was killed, though not for want of memory";
  return meaning.empty() ? out : out + ": " + meaning;
}

}  // namespace fingerpost
