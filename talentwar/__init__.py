"""The AI Talent War / La guerre des talents en IA: the analysis behind the report."""
