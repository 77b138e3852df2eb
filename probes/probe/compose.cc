// Compose projects: what stands in the files, and which of the containers run.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "probes/docker/compose_rules.h"
#include "probes/docker/running.h"
#include "probes/probe.h"

namespace fingerpost {

extern const Probe compose_probe;

namespace {

Planned planned_of(const ComposeModel& model) {
  Planned planned;
  planned.probe = &compose_probe;
  planned.target.text = model.files.empty() ? model.directory : model.files.back();
  planned.shown = planned.target.text;
  planned.origin.kind = Origin::Kind::repository;
  planned.origin.at = {planned.target.text, 0};
  planned.why = fmt::format("{} services", model.services.size());
  return planned;
}

std::vector<Planned> plan(const Surroundings& around) {
  std::vector<Planned> out;
  for (const ComposeModel* model : around.active_composes()) out.push_back(planned_of(*model));
  return out;
}

const ComposeModel* model_of(const Surroundings& around, const std::string& text) {
  for (const ComposeModel& model : around.composes())
    if (!model.files.empty() && model.files.back() == text) return &model;
  for (const ComposeModel& model : around.composes())
    if (std::find(model.files.begin(), model.files.end(), text) != model.files.end()) return &model;
  return nullptr;
}

Result<Planned> aim(const std::string& argument, const Surroundings& around) {
  std::string directory = argument;
  while (directory.ends_with("/")) directory.pop_back();
  if (directory == ".") directory.clear();
  if (const ComposeModel* model = model_of(around, argument)) return planned_of(*model);
  for (const ComposeModel* model : around.active_composes())
    if (model->directory == directory) return planned_of(*model);
  return Error{Code::not_found, fmt::format("there is no compose file at {}", clip(argument, 100)), "",
               "name a compose file, or a directory that has one"};
}

void run(const Planned& planned, const Surroundings& around, const Deadline& deadline, Outcome& out) {
  const ComposeModel* model = model_of(around, planned.target.text);
  if (model == nullptr) {
    out.add("read", Status::error, "the compose file is gone");
    return;
  }
  check_compose(*model, around.active_composes(), around, out);
  check_running(*model, around, DockerEngine(DockerEngine::usual_socket()), deadline, out);
  if (model->files.size() > 1)
    out.notes.push_back(fmt::format("files, in the order in which they are merged: {}", join(model->files, ", ")));
}

}  // namespace

const Probe compose_probe = {
    "compose",
    "Compose project",
    "reads compose files; asks the Docker socket for its containers; starts and changes nothing",
    "compose files with their overrides; --env picks the variant",
    10,
    plan,
    aim,
    run,
    {}};

}  // namespace fingerpost
