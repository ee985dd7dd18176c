"""A cluster of this machine, in processes of its own: prints its scheduler's address, and ends with its input.

`python -m tests.building.cluster WORKERS FAILURES PRELUDE`: so many workers, each of which runs the Python file
PRELUDE first, and so many deaths that a batch may cause before it is given up.
"""

import sys

import dask
from distributed import LocalCluster


def main(workers: str, failures: str, prelude: str) -> None:
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": int(failures)}),
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
