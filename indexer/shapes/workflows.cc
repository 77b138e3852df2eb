// GitHub and GitLab pipelines.
#include <string>

#include "base/text.h"
#include "indexer/shape.h"

namespace fingerpost {
namespace {

// Every "secrets.NAME" below a node makes the node that holds it a reference to the secret.
void mark_secrets(const KeyTree& tree, std::int32_t node, Meanings& out) {
  const std::string& value = tree[node].value;
  const auto at = value.find("secrets.");
  if (at != std::string::npos) {
    std::size_t end = at + 8;
    while (end < value.size() && (is_alnum(value[end]) || value[end] == '_')) ++end;
    const std::string name = value.substr(at + 8, end - at - 8);
    if (!name.empty() && out[node].name.empty()) {
      if (out[node].kind == Kind::setting) out[node].kind = Kind::secret;
      out[node].name = name;
    }
    out[node].words += " secret " + name;
  }
  for (const std::int32_t child : tree.children(node)) mark_secrets(tree, child, out);
}

void mark_env(const KeyTree& tree, std::int32_t env, Meanings& out) {
  if (env < 0) return;
  out[env].words = "environment variables";
  for (const std::int32_t entry : tree.children(env)) {
    out[entry].kind = Kind::variable;
    out[entry].role = Role::passed;
    out[entry].name = tree[entry].key;
  }
}

std::string step_name(const KeyTree& tree, std::int32_t step) {
  for (std::string_view key : {"name", "uses", "run", "id"}) {
    const std::string_view value = trim(tree.value(step, key));
    if (!value.empty()) return clip(value.substr(0, value.find('\n')), 70);
  }
  return {};
}

bool claims_github(std::string_view path, const KeyTree& tree, std::int32_t document) {
  const bool placed = contains(path, ".github/workflows/") || contains(path, ".gitea/workflows/") ||
                      contains(path, ".forgejo/workflows/");
  const std::int32_t jobs = tree.child(document, "jobs");
  return jobs >= 0 && (placed || tree.child(document, "on") >= 0);
}

void read_github(std::string_view path, const KeyTree& tree, std::int32_t document, Meanings& out) {
  Meaning& whole = out[document];
  whole.kind = Kind::workflow;
  whole.key = std::string(tree.value(document, "name"));
  if (whole.key.empty()) whole.key = std::string(base_name(path));
  if (whole.key.empty()) whole.key = "workflow";
  whole.words = "workflow ci pipeline github actions";
  mark_env(tree, tree.child(document, "env"), out);
  if (const std::int32_t on = tree.child(document, "on"); on >= 0) {
    out[on].words = "triggers runs when";
    if (const std::int32_t schedule = tree.child(on, "schedule"); schedule >= 0)
      out[schedule].words = "cron runs every when";
  }
  for (const std::int32_t job : tree.children(tree.child(document, "jobs"))) {
    out[job].kind = Kind::job;
    out[job].name = tree[job].key;
    out[job].words = "job " + std::string(tree.value(job, "name"));
    mark_env(tree, tree.child(job, "env"), out);
    for (const std::int32_t service : tree.children(tree.child(job, "services"))) {
      out[service].kind = Kind::service;
      out[service].name = tree[service].key;
      out[service].words = "service container";
      mark_env(tree, tree.child(service, "env"), out);
      if (const std::int32_t image = tree.child(service, "image"); image >= 0) {
        out[image].kind = Kind::image;
        out[image].words = "version tag";
      }
      for (const std::int32_t port : tree.children(tree.child(service, "ports"))) {
        out[port].kind = Kind::port;
        out[port].role = Role::exposed;  // of the runner, not of the system
        out[port].key = tree[port].value;
      }
    }
    for (const std::int32_t step : tree.children(tree.child(job, "steps"))) {
      out[step].kind = Kind::step;
      out[step].key = step_name(tree, step);
      mark_env(tree, tree.child(step, "env"), out);
    }
  }
  mark_secrets(tree, document, out);
}

bool claims_gitlab(std::string_view path, const KeyTree&, std::int32_t) {
  return base_name(path).starts_with(".gitlab-ci") || contains(path, ".gitlab/ci/");
}

// "postgres:15" or a mapping with name and perhaps alias; without an alias it is reached by its image's name.
void mark_gitlab_service(const KeyTree& tree, std::int32_t service, Meanings& out) {
  const std::int32_t image = tree.child(service, "name");
  std::string_view name = image < 0 ? std::string_view(tree[service].value) : tree.value(service, "name");
  name = name.substr(name.rfind('/') + 1);
  name = name.substr(0, name.find_first_of(":@"));
  const std::string_view alias = tree.value(service, "alias");
  out[service].kind = Kind::service;
  out[service].key = out[service].name = std::string(alias.empty() ? name : alias);
  out[service].words = "service container image version tag";
  if (image >= 0) out[image].kind = Kind::image;
}

void read_gitlab(std::string_view, const KeyTree& tree, std::int32_t document, Meanings& out) {
  mark_env(tree, tree.child(document, "variables"), out);
  for (const std::int32_t job : tree.children(document)) {
    if (tree.child(job, "script") < 0 && tree.child(job, "trigger") < 0 && tree.child(job, "extends") < 0) continue;
    out[job].kind = Kind::job;
    out[job].name = tree[job].key;
    out[job].words = "job ci pipeline stage " + std::string(tree.value(job, "stage"));
    mark_env(tree, tree.child(job, "variables"), out);
    if (const std::int32_t image = tree.child(job, "image"); image >= 0) out[image].kind = Kind::image;
    for (const std::int32_t service : tree.children(tree.child(job, "services")))
      mark_gitlab_service(tree, service, out);
  }
}

}  // namespace

extern const Shape github_workflow_shape;
const Shape github_workflow_shape = {"github workflow", claims_github, read_github};
extern const Shape gitlab_ci_shape;
const Shape gitlab_ci_shape = {"gitlab ci", claims_gitlab, read_gitlab};

}  // namespace fingerpost
