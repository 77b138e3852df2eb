// The repositories that one server serves. Each is opened and indexed behind its back, so that a server answers at once
// whatever their size; a question waits for what it needs.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/result.h"
#include "pointer-map/recent.h"
#include "server/repository.h"
#include "server/tool.h"

namespace fingerpost {

// Who asks one question.
struct Asker {
  std::string client;  // the program, as it calls itself, or ""
  // Whether nobody wants the answer any more; asked again and again, by another thread than the one that asks the
  // question, while a tool waits for what it probes. What it answers afterwards is worth nothing. Empty for never.
  std::function<bool()> gone;
  // Where a tool that takes long says how far it is; nullptr where nobody wants to know.
  std::shared_ptr<Progress> progress = nullptr;
};

// Any thread; the questions to one repository are asked one after the other, but for the time in which one waits for
// servers that it probes.
class Workspace {
 public:
  // Fails at once for a directory that cannot be served; everything else is done later. No options: the repository
  // around the working directory.
  static Result<std::unique_ptr<Workspace>> open(std::vector<RepositoryOptions> options);
  ~Workspace();

  // What each is called in the argument `repository`: its directory's name, with a number where two are the same.
  std::vector<std::string> names() const;

  // Waits at most this long until what is awaited is there of all of them.
  Readiness readiness(std::chrono::milliseconds wait = {}, const Awaited& awaited = {});
  // What keeps one from answering, "" for nothing.
  std::string trouble();

  // The tool's reply, from the repository that the argument `repository` names, or from all of them in one reply.
  // A tool that writes needs the repository named where there are several. REQUIRES: checked arguments.
  Result<ToolReply> run(const Tool& tool, const Json& arguments, const Asker& asker = {});

  // What a face makes of replies, all that it sends included. Those that write otherwise have other names.
  struct Face {
    std::string_view name;
    std::function<std::string(ToolReply& reply)> write;
  };
  // The same as the face writes it. A reply that says what it was made from is kept for the next time; whether the map
  // and every file that was read are still as they were is looked at each time.
  Result<std::string> answer(const Tool& tool, const Json& arguments, const Asker& asker, const Face& face);

  // Calls `use` with each repository in turn, or with the one of this name; false when there is none of it.
  // Repositories that could not be opened are left out.
  bool visit(std::string_view name, const std::function<void(const std::string& name, Repository&)>& use);

  // The descriptors that become readable when files change (see Repository).
  std::vector<int> change_descriptors();

 private:
  struct Written {
    std::string text;
    Basis basis;
  };
  struct Member {
    std::string name;
    RepositoryOptions options;
    std::mutex opening;
    std::condition_variable opened;
    bool done = false;                               // guarded by opening
    std::unique_ptr<Repository> repository;          // set once, before done
    std::optional<Error> error;                      // the same
    std::mutex questions;                            // held while one is asked
    Recent<std::string, Written> written{2u << 20};  // guarded by questions; by face, tool and arguments
    std::jthread opener;
  };

  Workspace() = default;
  static Result<Repository*> repository_of(Member& member);
  Member* only_one_asked(const Json& arguments);

  std::vector<std::unique_ptr<Member>> members_;
};

}  // namespace fingerpost
