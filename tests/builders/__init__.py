"""Builders of what tests need: each makes a valid one from nothing, with keywords for the rest.

* `files`: input files of every kind, and how the tests read them
* `fusion_tables`: tables of fusion callers
* `observations`: what readers give to detection, and the samples they are of
* `detection_tables`: short tables of the knowledge base, as detection uses them
* `findings`: findings, assessments and findings documents, with invented genes
* `knowledge`: statements, therapies, rules and whole knowledge bases, with invented drugs
* `overlays`: folders that a laboratory lays over the packaged knowledge base
* `patient_findings`, `patient_assessments`, `reports`: reports of invented patients
"""
