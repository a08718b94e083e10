from cx_workbench.charts.gap_heat_map import gap_map
from cx_workbench.charts.journey_curve import journey
from cx_workbench.charts.effort_impact import matrix
CHARTS={"gap_map":gap_map,"journey":journey,"matrix":matrix}
