"""A cluster of this machine, in a process of its own: prints its scheduler's address, and ends with its input.

`python -m tests.building.cluster WORKERS PRELUDE`: so many worker processes, which run the lines of a file first.
"""

import sys

import dask
from distributed import LocalCluster


def main(workers: str, prelude: str) -> None:
    # The first worker that dies of a batch is the last: to start others for it takes seconds, and shows no more.
    allowed = 1 if workers != "1" else 0
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": allowed, "logging.distributed": "critical"}),
        LocalCluster(
            n_workers=int(workers),
            threads_per_worker=1,
            host="127.0.0.1",
            protocol="tcp",
            dashboard_address=None,
            worker_dashboard_address=None,
            preload=[prelude],
        ) as cluster,
    ):
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
