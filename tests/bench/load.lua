-- Asks for one page after another of those that the file named by BRIEF_PATHS lists, at random in each thread.
local paths = {}
for line in io.lines(os.getenv("BRIEF_PATHS")) do paths[#paths + 1] = line end

local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("seed", threads)
end

function init() math.randomseed(seed) end

function request() return wrk.format("GET", paths[math.random(#paths)]) end

function done(summary, _, _)
  local errors = summary.errors
  io.write(string.format('{"requests": %d, "microseconds": %d, "status": %d, "connect": %d, "read": %d, "write": %d, "timeout": %d}\n',
    summary.requests, summary.duration, errors.status, errors.connect, errors.read, errors.write, errors.timeout))
end
