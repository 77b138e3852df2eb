// The routes of a web application where source code defines them.
#pragma once

#include <cstdint>
#include <string_view>

#include "pointer-map/pointer.h"

namespace fingerpost {

// Adds an `operation` place ("POST /parcels/{id}", "/parcels" where no method is told) for every line that defines a
// route, in the wording of the usual frameworks: router.get('/x', …), @app.post("/x"), path('x/', …),
// r.HandleFunc("/x", …), .route("/x", …), #[get("/x")], @GetMapping("/x"), [HttpGet("x")], app.MapGet("/x", …),
// Route::post('x', …), get '/x', to: '…' and resources :x in files of routes. Calls of clients are none. Linear.
void add_routes(std::string_view path, std::string_view text, std::int32_t under, Reading& out);

}  // namespace fingerpost
