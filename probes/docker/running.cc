#include "probes/docker/running.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "probes/docker/project.h"

namespace fingerpost {
namespace {

constexpr Deadline::Milliseconds kMostTime{2000};
constexpr int kMostLookedInto = 8;  // ended containers that are asked for more

class Comparison {
 public:
  Comparison(const ComposeModel& model, const Surroundings& around, const DockerEngine& engine,
             const Deadline& deadline, Outcome& out)
      : model_(model), around_(around), engine_(engine), deadline_(deadline), out_(out) {}

  void compare(const std::vector<Container>& containers) {
    bool any = false;
    for (const Container& one : containers) any = any || is_ours(one);
    for (const ComposeService& service : model_.services) look_for_namesakes(service, containers);
    if (!any) {
      out_.add("container", Status::skip, "no container of this project is there: docker compose up -d starts them");
      return;
    }
    int running = 0;
    for (const ComposeService& service : model_.services) {
      running += look_at(service, containers_of(service, model_, around_, containers)) ? 1 : 0;
    }
    out_.measure("running", running);
  }

 private:
  bool is_ours(const Container& one) const { return belongs_to(one, model_, around_); }

  void look_for_namesakes(const ComposeService& service, const std::vector<Container>& containers) {
    if (service.container_name.value.empty()) return;
    for (const Container& one : containers)
      if (one.name == service.container_name.value && !is_ours(one))
        out_.add("container", Status::fail,
                 fmt::format("the name {} is taken by a container of {} ({})", one.name,
                             one.project.empty() ? std::string("no project") : "project " + one.project, one.state),
                 fmt::format("docker rm -f {}, if nobody needs it", one.name))
            .source = service.container_name.at;
  }

  // Whether it does what it should.
  bool look_at(const ComposeService& service, const std::vector<const Container*>& own) {
    if (own.empty()) {
      if (service.profiles.empty())
        add(Status::warn, service, fmt::format("{} has no container", service.name),
            fmt::format("docker compose up -d {}", service.name));
      return false;
    }
    const Container& one = *own.front();
    if (one.state == "running") {
      if (contains(one.status, "(unhealthy)")) {
        add(Status::fail, service, fmt::format("{} runs and is unhealthy", service.name),
            fmt::format("docker compose logs {}", service.name));
        return false;
      }
      look_at_age(service, one);
      add(Status::pass, service, fmt::format("{} runs", service.name), {});
      return true;
    }
    const bool ask = one.exit_code != 137 || ++looked_into_ <= kMostLookedInto;
    std::string seen = fmt::format("{} is {}", service.name, state_of(one, engine_, deadline_, ask));
    const bool clean = one.exit_code == 0;
    if (one.exit_code > 0) out_.codes.push_back(fmt::format("exit {}", one.exit_code));
    add(clean ? Status::warn : Status::fail, service, std::move(seen),
        fmt::format("docker compose logs {0}, then docker compose up -d {0}", service.name));
    return false;
  }

  // A container keeps the environment with which it was made.
  void look_at_age(const ComposeService& service, const Container& one) {
    if (one.created <= 0) return;
    for (const ComposeText& file : service.env_files) {
      const auto stat = around_.root().stat(file.value);
      if (stat && stat->mtime_ns / 1'000'000'000 > one.created)
        add(Status::warn, service,
            fmt::format("{} was made before {} was last changed, and has the old values", service.name, file.value),
            fmt::format("docker compose up -d --force-recreate {}", service.name));
    }
  }

  void add(Status status, const ComposeService& service, std::string seen, std::string advice) {
    out_.add("container", status, std::move(seen), std::move(advice)).source = service.at;
  }

  const ComposeModel& model_;
  const Surroundings& around_;
  const DockerEngine& engine_;
  const Deadline& deadline_;
  Outcome& out_;
  int looked_into_ = 0;
};

}  // namespace

void check_running(const ComposeModel& model, const Surroundings& around, const DockerEngine& engine,
                   const Deadline& deadline, Outcome& out) {
  if (engine.socket().empty()) {
    out.add("docker", Status::skip, "DOCKER_HOST names no unix socket, and nothing else is asked");
    return;
  }
  const Stopwatch watch;
  const Deadline sooner = deadline.within(kMostTime);
  if (const auto answer = engine.ping(sooner); !answer) {
    const Error& error = answer.error();
    // No Docker here is no fault of the project; a Docker that does not let us ask is one of this machine.
    const Status status = error.code == Code::not_found ? Status::skip
                          : error.code == Code::denied  ? Status::error
                                                        : Status::fail;
    out.add("docker", status, error.message, error.advice).milliseconds = watch.milliseconds();
    out.add("container", Status::skip, "needs docker");
    return;
  }
  const auto containers = engine.containers(sooner);
  if (!containers) {
    out.add("docker", Status::error, containers.error().message, containers.error().advice).milliseconds =
        watch.milliseconds();
    return;
  }
  out.add("docker", Status::pass, fmt::format("the engine answers, with {} containers", containers->size()))
      .milliseconds = watch.milliseconds();
  Comparison(model, around, engine, sooner, out).compare(*containers);
}

}  // namespace fingerpost
